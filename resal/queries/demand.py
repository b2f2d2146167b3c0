"""What people ask to be told of: how many want a theme, a borough, a session; never who."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, NamedTuple

from sqlalchemy import Select, exists, false, func, or_, select

from resal import boroughs, clock
from resal.db import db
from resal.language.typography import fold
from resal.models import Letter, Organization, PolicyVersion, Subscription, Theme, TrainingSession, Venue
from resal.models.training_session import session_themes
from resal.queries.readings import shown
from resal.queries.visible import listed, shown_organization, to_come

S = TrainingSession
APART = timedelta(days=7)  # between two announcements to one address
SELDOM = timedelta(days=30)  # the same, for news ticked while registering: the form says one a month
WITH_A_SEAT = "seat"  # the consent given while registering
YEAR = timedelta(days=365)
MANY = 8  # people who ask for a theme: it is time to offer something


class Wish(NamedTuple):
    """What one address asked for."""

    id: int
    email_key: str
    themes: list[str]
    boroughs: list[str]
    seldom: bool


class Wanted(NamedTuple):
    """A theme, and how many people ask for it."""

    id: int
    key: str
    label: str
    number: int


@dataclass(frozen=True)
class Readers:
    """Whom the announcement of a session would go to.

    `themes`: how many of those it suits asked for each of its themes; `ready`: ids of the subscriptions to write to;
    `held`: how many had another announcement within the week, or the month where one a month was promised.
    """

    themes: tuple[Wanted, ...] = ()
    ready: tuple[int, ...] = ()
    held: int = 0


def theme_choices() -> list[tuple[str, str]]:
    """(key, name) of the themes anybody may ask for: all but those that only drafts would tell of."""
    uses = select(session_themes.c.theme_id)
    shown_ones = uses.join(TrainingSession).where(listed())
    query = select(Theme.key, Theme.label).where(or_(Theme.id.in_(shown_ones), Theme.id.not_in(uses)))
    return sorted(((key, shown(label).text) for key, label in db.session.execute(query)), key=lambda one: fold(one[1]))


def borough_choices() -> list[str]:
    """The boroughs of the city, then the other places where the network works or meets."""
    written = [name for names in db.session.scalars(select(Organization.territories).where(shown_organization()))
               for name in names]  # fmt: skip
    places = select(Venue.borough).join(S, S.venue_id == Venue.id).where(listed(), Venue.borough != "").distinct()
    known = {boroughs.of(name) for name in (*written, *db.session.scalars(places))} - {"", boroughs.CITY}
    return [*boroughs.BOROUGHS, *sorted(known - set(boroughs.BOROUGHS), key=fold)]


def readers(session: TrainingSession) -> Readers:
    """Who asked for what this session is, and may be written to about it. Nobody, if it is not for all."""
    if session.visibility != "public":
        return Readers()
    asking = {wish.email_key: wish for wish in wishes() if _suits(wish, session)}
    told, lately, this_month = _told_of(session), _told_since(APART), _told_since(SELDOM)
    open_to_it = [wish for key, wish in asking.items() if key not in told]
    ready = tuple(wish.id for wish in open_to_it if wish.email_key not in (this_month if wish.seldom else lately))
    by_theme = [_wanted(theme, asking.values()) for theme in session.themes]
    return Readers(tuple(one for one in by_theme if one.number), ready, len(open_to_it) - len(ready))


def wishes() -> list[Wish]:
    """The news that addresses ask for now, oldest first."""
    seldom = func.coalesce(PolicyVersion.kind == f"consent: {WITH_A_SEAT}", false())
    columns = (Subscription.id, Subscription.email_key, Subscription.themes, Subscription.boroughs, seldom)
    query = select(*columns).outerjoin(PolicyVersion, PolicyVersion.id == Subscription.policy_version_id)
    return [Wish(*row) for row in db.session.execute(query.where(news_alive()).order_by(Subscription.id))]


def news_alive() -> Any:
    """The condition of a subscription to news that holds."""
    return Subscription.training_session_id.is_(None) & Subscription.withdrawn_at.is_(None)


def waiting_for(session_id: int) -> int:
    """How many people asked to be told of the date of this session, and were not yet."""
    own = waiting().where(Subscription.training_session_id == session_id)
    unaware = own.where(Subscription.id.not_in(told_of_date(session_id)))
    return db.session.scalar(select(func.count()).select_from(unaware.subquery())) or 0


def told_of_date(session_id: int) -> set[int]:
    """Subscriptions that were written to about the date of this session, or are about to be."""
    dated = (Letter.training_session_id == session_id, Letter.kind == "dated", Letter.state != "cancelled")
    found = db.session.scalars(select(Letter.subscription_id).where(*dated, Letter.subscription_id.is_not(None)))
    return {id_ for id_ in found if id_ is not None}


def waiting() -> Select[Subscription]:
    """Subscriptions to one session that are still owed something: its date, or the opening."""
    return select(Subscription).where(
        Subscription.training_session_id.is_not(None), Subscription.told_at.is_(None),
        Subscription.withdrawn_at.is_(None),
    )  # fmt: skip


def opened() -> Sequence[int]:
    """Sessions whose registration is open while somebody still waits to be told so."""
    now = clock.now()
    waited_for = exists(waiting().where(Subscription.training_session_id == S.id).correlate(S))
    query = select(S.id).where(
        listed(), S.cancelled_at.is_(None), S.starts_at > now, S.registration.in_(("open", "approval")),
        or_(S.opens_at.is_(None), S.opens_at <= now), or_(S.closes_at.is_(None), S.closes_at > now), waited_for,
    )  # fmt: skip
    return db.session.scalars(query.order_by(S.id)).all()


def wanted_without_offer(least: int = MANY) -> list[Wanted]:
    """Themes that at least so many people ask for, with nothing to come, the most wanted first."""
    offered = select(session_themes.c.theme_id).join(TrainingSession).where(
        S.published_at.is_not(None), S.cancelled_at.is_(None), to_come(clock.now())
    )  # fmt: skip
    asked = wishes()
    found = [_wanted(theme, asked) for theme in db.session.scalars(select(Theme).where(Theme.id.not_in(offered)))]
    return sorted((one for one in found if one.number >= least), key=lambda one: (-one.number, fold(one.label)))


def _wanted(theme: Theme, asked: Iterable[Wish]) -> Wanted:
    return Wanted(theme.id, theme.key, shown(theme.label).text, sum(theme.key in wish.themes for wish in asked))


def _suits(wish: Wish, session: TrainingSession) -> bool:
    """Nothing asked for is everything; what takes place online is in every borough.

    Where the borough is not known, it is the theme that decides.
    """
    about = not wish.themes or any(theme.key in wish.themes for theme in session.themes)
    if not about or not wish.boroughs or session.mode in ("online", "hybrid"):
        return about
    places = _places(session)
    return not places.isdisjoint(wish.boroughs) if places else bool(wish.themes)


def _places(session: TrainingSession) -> set[str]:
    """Its boroughs, and towns; the city as a whole says nothing."""
    venues = [session.venue, *(meeting.venue for meeting in session.live_meetings)]
    written = [venue.borough or venue.city for venue in venues if venue] or [session.city]
    return {boroughs.of(name) for name in written} - {"", boroughs.CITY}


def _told_of(session: TrainingSession) -> set[str]:
    """Addresses that were already written to about this session, or are about to be, on any subscription."""
    own = (Letter.training_session_id == session.id, Letter.state != "cancelled")
    return set(db.session.scalars(_addresses().where(*own)))


def _told_since(ago: timedelta) -> set[str]:
    recent = (Letter.kind == "announced", Letter.created_at > clock.now() - ago, Letter.state != "cancelled")
    return set(db.session.scalars(_addresses().where(*recent)))


def _addresses() -> Select[str]:
    return select(Subscription.email_key).join(Letter, Letter.subscription_id == Subscription.id)
