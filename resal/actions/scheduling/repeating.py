"""Offering a training again, and preparing the circle that follows it."""

from collections.abc import Mapping, Sequence

from resal import clock, tokens
from resal.actions import Actor
from resal.actions.journal import note
from resal.actions.revising import revise
from resal.actions.scheduling import asking
from resal.actions.scheduling.dates import MeetingPlan, place
from resal.actions.scheduling.drafting import facilitation
from resal.db import db, transaction
from resal.language import NAMES, gettext
from resal.language.typography import NBSP
from resal.models import Localized, TrainingSession, localized

CIRCLE = 10  # the most people of a supervision circle, until somebody says otherwise
COPIED = (
    "series_id", "kind", "mode", "title", "summary", "objectives", "audience", "prerequisites",
    "instructions", "languages", "timezone", "venue_id", "city", "link_before", "capacity", "capacity_online",
    "registration", "waiting_list", "first_come_hours", "offer_hours", "organization_cap",
    "visibility", "attended_only", "attestation_rule",
)  # fmt: skip


FOLLOWED = ("series_id", "mode", "languages", "timezone", "venue_id", "city", "link_before")


@transaction
def repeat(
    session: TrainingSession, meetings: Sequence[MeetingPlan], actor: Actor, known_as: Mapping[str, str] | None = None
) -> TrainingSession:
    """Offer the training again: a new edition, as a draft, with what stays true.

    It asks the same questions. Without meetings its date is to come; `known_as`: the words for it, by
    language. Dates, links, registrations with their answers, files and what was learned stay with the
    edition they belong to.
    """
    first = session.first_edition or session
    again = TrainingSession(
        **{name: getattr(session, name) for name in COPIED}, access_nonce=tokens.new_nonce(), created_at=clock.now(),
        created_by_id=actor.account_id, cancelled_reason=Localized(), date_known_as=localized({**(known_as or {})}),
        revision=1, first_edition=first, edition_number=_next_edition(first), meetings=[],
    )  # fmt: skip
    _tie(again, session)
    db.session.add(again)
    place(again, meetings)
    db.session.flush()
    asking.copy(session, again)
    revise([again])
    note(actor, "session.repeated", again, edition_of=first.id)
    return again


@transaction
def follow(
    session: TrainingSession, meetings: Sequence[MeetingPlan], actor: Actor, known_as: Mapping[str, str] | None = None,
    capacity: int | None = CIRCLE,
) -> TrainingSession:  # fmt: skip
    """Prepare, as a draft, the clinical supervision circle of those who attended this training.

    A small group, the same at each of its meetings; confidential: no page without its key, a
    neutral title in calendars and letters. Without meetings its date is to come, see `repeat`.
    """
    circle = TrainingSession(
        **{name: getattr(session, name) for name in FOLLOWED}, access_nonce=tokens.new_nonce(), created_at=clock.now(),
        created_by_id=actor.account_id, cancelled_reason=Localized(), date_known_as=localized({**(known_as or {})}),
        revision=1, meetings=[], kind="clinical supervision", title=_circle_title(session), visibility="confidential",
        registration="open", waiting_list="auto", capacity=capacity, follows=session, attended_only=True,
    )  # fmt: skip
    _tie(circle, session)
    db.session.add(circle)
    place(circle, meetings)
    db.session.flush()
    revise([circle])
    note(actor, "session.followed", circle, follows=session.id)
    return circle


def _tie(again: TrainingSession, session: TrainingSession) -> None:
    """The same themes, bodies and people, with the titles of today."""
    again.themes, again.organizers, again.funders = [*session.themes], [*session.organizers], [*session.funders]
    again.facilitations = [facilitation(led.facilitator, led.role, n) for n, led in enumerate(session.facilitations)]


def _circle_title(session: TrainingSession) -> Localized:
    """As a person would type it: spaces are made unbreakable when it is shown."""
    spoken = {code: session.title.in_language(code) for code in NAMES}
    return localized({
        code: gettext("Cercle de supervision clinique : %(title)s", code, title=title).replace(NBSP, " ")
        for code, title in spoken.items() if title
    })  # fmt: skip


def _next_edition(first: TrainingSession) -> int:
    others = db.session.query(TrainingSession.edition_number).filter_by(first_edition_id=first.id)
    return max([first.edition_number or 1, *(number or 1 for (number,) in others)]) + 1
