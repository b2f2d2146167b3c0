"""One session as the coordination sees it: its facts, where it stands, what was done to it."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from resal import clock
from resal.db import db
from resal.language import current, dates, gettext, lazy
from resal.models import Entry, Facilitation, Registration, Takeaway, TrainingSession
from resal.models.registration import LIVE, SEATED
from resal.queries import occasions, seats, words
from resal.queries.calendar_entries import session_path
from resal.queries.coordination_sessions import said_seats, state
from resal.queries.occasions import When
from resal.queries.readings import shown
from resal.queries.seats import Seats

JOURNAL = 20
DEEDS = {
    "session.drafted": lazy("Brouillon écrit"),
    "session.repeated": lazy("Créée comme nouvelle édition"),
    "session.followed": lazy("Préparée comme cercle d'une formation"),
    "session.edited": lazy("Modifiée"),
    "session.published": lazy("Publiée"),
    "session.unpublished": lazy("Redevenue un brouillon"),
    "session.moved": lazy("Déplacée"),
    "session.dated": lazy("Date fixée"),
    "session.cancelled": lazy("Annulée"),
    "session.restored": lazy("Rétablie"),
    "session.scheduled": lazy("Publication prévue"),
    "session.unscheduled": lazy("Publication prévue abandonnée"),
    "announcement.stopped": lazy("Envoi du changement arrêté"),
    "announcement.sent": lazy("Changement envoyé tout de suite"),
    "session.not_published": lazy("Pas publiée comme prévu : il manquait quelque chose"),
    "session.invited": lazy("Lien d'invitation créé"),
    "session.invitation_revoked": lazy("Lien d'invitation retiré"),
    "session.resized": lazy("Nombre de places changé"),
    "session.agenda": lazy("Déroulement modifié"),
    "session.documents": lazy("Documents et liens modifiés"),
    "session.tied": lazy("Éditions et suites modifiées"),
    "session.announced": lazy("Rencontre annoncée aux personnes abonnées"),
    "session.reason_corrected": lazy("Raison d'une annulation corrigée"),
    "roster.taken": lazy("Liste des inscriptions emportée"),
    "session.changes_announced": lazy("Changements annoncés"),
    "attendance.closed": lazy("Présences terminées"),
    "attendance.reopened": lazy("Présences rouvertes"),
    "attendance.estimated": lazy("Présences estimées"),
    "attestation.rule": lazy("Règle des attestations changée"),
    "attestation.issued_all": lazy("Attestations délivrées"),
}
TEXTS = {
    "title": lazy("le titre"),
    "summary": lazy("le résumé"),
    "objectives": lazy("les objectifs"),
    "audience": lazy("le public"),
    "prerequisites": lazy("les préalables"),
    "instructions": lazy("les consignes"),
    "date_known_as": lazy("la date en mots"),
}


@dataclass(frozen=True)
class Stock:
    """The seats of one way of taking part."""

    label: str
    taken: int
    total: int
    text: str
    waiting: int


@dataclass(frozen=True)
class Line:
    """One line of the journal."""

    when: str
    iso: str
    who: str
    what: str


@dataclass(frozen=True)
class Hub:
    """What the page of a session shows; `missing_english` and `outdated_english` name texts."""

    id: int
    title: str
    title_lang: str | None
    eyebrow: str
    in_series: bool
    by_invitation: bool
    weekday: str | None
    day: int | None
    month: str | None
    state_kind: str | None
    state_text: str
    draft: bool
    cancelled: bool
    over: bool
    publish_at: str
    publish_announces: bool
    moved_from: str
    reason: str
    when: list[When]
    called_off: list[When]
    where: list[str]
    languages: str
    mode: str
    registration: str
    window: list[str]
    visibility: str
    public: bool
    confidential: bool
    stocks: list[Stock]
    live: int
    seated: int
    requested: int
    takeaways: int
    leaders: list[str]
    missing_english: list[str]
    outdated_english: list[str]
    path_fr: str
    path_en: str
    first_edition: tuple[int, str] | None
    later_editions: list[tuple[int, str]]


def whole(id_: int) -> TrainingSession | None:
    """A session with all that its pages touch, in a handful of statements."""
    query = (
        select(TrainingSession)
        .where(TrainingSession.id == id_)
        .options(
            joinedload(TrainingSession.series), joinedload(TrainingSession.venue),
            joinedload(TrainingSession.first_edition), selectinload(TrainingSession.meetings),
            selectinload(TrainingSession.facilitations).joinedload(Facilitation.facilitator),
            selectinload(TrainingSession.themes), selectinload(TrainingSession.organizers),
            selectinload(TrainingSession.funders),
        )
    )  # fmt: skip
    return db.session.scalars(query).one_or_none() if 0 < id_ < 2**31 else None


def hub(session: TrainingSession) -> Hub:
    """The page of a session, in the current language."""
    now, title = clock.now(), shown(session.title)
    first = session.live_meetings[0].date if session.live_meetings else None
    kind, text = state(session, now)
    people, stocks = _people(session), seats.of_session(session)
    return Hub(
        id=session.id, title=title.text, title_lang=title.lang, eyebrow=_eyebrow(session),
        in_series=session.series_id is not None, by_invitation=session.registration == "invitation",
        weekday=dates.weekday_short(first) if first else None, day=first.day if first else None,
        month=dates.month_short(first) if first else None, state_kind=kind, state_text=text,
        draft=not session.published, cancelled=session.cancelled, over=session.over(now),
        publish_at=_its_hour(session, session.publish_at), publish_announces=session.publish_announces,
        moved_from=_its_hour(session, session.moved_from),
        reason=shown(session.cancelled_reason).text, when=occasions.when(session),
        called_off=[] if session.cancelled else occasions.called_off(session, now), where=occasions.where(session),
        languages=words.session_languages(session.languages), mode=words.word(words.MODES, session.mode),
        registration=words.word(words.POLICIES, session.registration), window=_window(session, now),
        visibility=words.word(words.VISIBILITIES, session.visibility), public=session.visibility == "public",
        confidential=session.visibility == "confidential",
        stocks=[_stock(session, mode, held) for mode, held in stocks.items()], live=sum(people.values()),
        seated=sum(people.get(one, 0) for one in SEATED), requested=people.get("requested", 0),
        takeaways=_count(Takeaway, session), leaders=_leaders(session),
        missing_english=_texts(session, "missing"), outdated_english=_texts(session, "outdated"),
        path_fr=session_path(session, "fr"), path_en=session_path(session, "en"), first_edition=_first(session),
        later_editions=_later(session),
    )  # fmt: skip


def english_readers(session: TrainingSession) -> int:
    """How many of those who would be told asked to be written to in English."""
    query = select(func.count(Registration.id)).where(
        Registration.training_session_id == session.id, Registration.state.in_(LIVE), Registration.language == "en"
    )
    return db.session.scalar(query) or 0


def last_change(session: TrainingSession, zone: str) -> Line | None:
    """The last line of its journal: who changed it, when."""
    return next(iter(journal(session, zone, 1)), None)


def journal(session: TrainingSession, zone: str, most: int = JOURNAL) -> list[Line]:
    """What was done to it, the latest first; `zone`, the team's own, tells the hours."""
    query = (
        select(Entry)
        .where(Entry.subject_type == "TrainingSession", Entry.subject_id == session.id)
        .options(joinedload(Entry.account))
        .order_by(Entry.at.desc(), Entry.id.desc())
        .limit(most)
    )
    return [_line(entry, zone) for entry in db.session.scalars(query)]


def _its_hour(session: TrainingSession, at: datetime | None) -> str:
    """A moment of the session, at its own hours, which it names when they are not those of Montréal."""
    return words.in_zone(dates.moment_long(at, session.timezone), session.timezone, session.timezone) if at else ""


def _eyebrow(session: TrainingSession) -> str:
    kind = words.word(words.SESSION_KINDS, session.kind)
    series = shown(session.series.title).text if session.series else ""
    edition = gettext("Édition %(n)s", n=session.edition_number) if session.edition_number else ""
    return " · ".join(part for part in (kind, series, edition) if part)


def _window(session: TrainingSession, now: datetime) -> list[str]:
    """When the form opens and closes, and that it is so now."""
    said = {
        lazy("Ouverture : %(moment)s"): session.opens_at,
        lazy("Fin : %(moment)s"): session.closes_at,
    }
    lines = [gettext(words_, moment=_its_hour(session, at)) for words_, at in said.items() if at]
    closed = session.published and session.registration_state(now) == "closed" and not session.cancelled
    return [*lines, gettext("L'inscription est fermée.")] if closed else lines


def _stock(session: TrainingSession, mode: str | None, held: Seats) -> Stock:
    label = words.word(words.MODES, mode) if mode else gettext("Places")
    return Stock(label, held.taken, held.capacity or 0, said_seats(session, held), held.waiting)


def _people(session: TrainingSession) -> dict[str, int]:
    query = (
        select(Registration.state, func.count(Registration.id))
        .where(Registration.training_session_id == session.id, Registration.state.in_(LIVE))
        .group_by(Registration.state)
    )
    return dict(db.session.execute(query).all())


def _count(model: type[Takeaway], session: TrainingSession) -> int:
    return db.session.scalar(select(func.count(model.id)).where(model.training_session_id == session.id)) or 0


def _leaders(session: TrainingSession) -> list[str]:
    return [_leader(led.facilitator.name, led.role) for led in session.facilitations]


def _leader(name: str, role: str | None) -> str:
    """The name, and the role unless it is the usual one."""
    if role in (None, "facilitator"):
        return name
    return gettext("%(name)s (%(role)s)", name=name, role=words.word(words.ROLES, role).lower())


def _texts(session: TrainingSession, status: str) -> list[str]:
    """The texts that exist in French and whose English is so."""
    values = {name: getattr(session, name) for name in TEXTS}
    return [gettext(TEXTS[name]) for name, text in values.items() if text.get("fr") and text.status("en") == status]


def _first(session: TrainingSession) -> tuple[int, str] | None:
    first = session.first_edition
    return (first.id, shown(first.title).text) if first else None


def _later(session: TrainingSession) -> list[tuple[int, str]]:
    """The other editions of the same training: (id, « Édition 3 »)."""
    first = session.first_edition_id or session.id
    query = (
        select(TrainingSession.id, TrainingSession.edition_number)
        .where(TrainingSession.first_edition_id == first, TrainingSession.id != session.id)
        .order_by(TrainingSession.edition_number, TrainingSession.id)
    )
    return [(id_, gettext("Édition %(n)s", n=number or "?")) for id_, number in db.session.execute(query)]


def _line(entry: Entry, zone: str) -> Line:
    who = (entry.account.name or entry.account.email) if entry.account else gettext("Le programme")
    return Line(
        dates.moment_short(entry.at, zone), entry.at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"), who,
        words.word(DEEDS, entry.deed, current()),
    )  # fmt: skip
