"""Rows to test with: plain functions, sensible values, anything may be said otherwise.

They commit, as an action forgets what was not committed before it.
"""

import itertools
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from resal import clock, tokens
from resal.actions import informing
from resal.actions.people import email_key, name_key
from resal.actions.reflecting import search_text
from resal.actions.revising import new_uid, revise
from resal.db import db
from resal.models import (
    Account,
    Base,
    Facilitation,
    Facilitator,
    Meeting,
    NextStep,
    NextStepChange,
    Organization,
    Participant,
    Registration,
    RegistrationChange,
    Series,
    Takeaway,
    Theme,
    TrainingSession,
    Venue,
    localized,
)
from resal.queries import approximate, demand

T = TypeVar("T", bound=Base)
TORONTO = "America/Toronto"
_numbers = itertools.count(1)


def an_organization(name: str = "", /, **columns: Any) -> Organization:
    number = next(_numbers)
    name = name or f"Maison des jeunes {number}"
    values = {"name": localized({"fr": name, "en": f"{name} (EN)"}), "kind": "member", "created_at": clock.now()}
    return _kept(Organization(**{**values, **columns}))


def a_venue(name: str = "", /, **columns: Any) -> Venue:
    values = {
        "name": name or f"Centre communautaire {next(_numbers)}", "address": "2405, boulevard Rosemont",
        "borough": "Rosemont", "city": "Montréal", "access": localized({"fr": "Rampe à l'entrée", "en": "Ramp"}),
    }  # fmt: skip
    return _kept(Venue(**{**values, **columns}))


def a_theme(label: str = "", /, **columns: Any) -> Theme:
    number = next(_numbers)
    label = label or f"Thème {number}"
    values = {"key": f"theme-{number}", "label": localized({"fr": label, "en": f"{label} (EN)"})}
    return _kept(Theme(**{**values, **columns}))


def a_facilitator(name: str = "", /, **columns: Any) -> Facilitator:
    values = {"name": name or f"Camille Roy-{next(_numbers)}", "nonce": tokens.new_nonce(), "languages": ["fr", "en"]}
    return _kept(Facilitator(**{**values, **columns}))


def a_series(title: str = "", /, **columns: Any) -> Series:
    title = title or f"Communauté de pratique {next(_numbers)}"
    return _kept(Series(**{"title": localized({"fr": title, "en": f"{title} (EN)"}), **columns}))


def an_account(role: str = "coordinator", /, **columns: Any) -> Account:
    email = columns.pop("email", f"equipe{next(_numbers)}@resal.example")
    values = {"name": "Dominique Tremblay", "role": role, "created_at": clock.now()}
    return _kept(Account(**{"email": email, "email_key": email_key(email), **values, **columns}))


def a_participant(name: str = "Ana Silva", /, **columns: Any) -> Participant:
    email = columns.pop("email", f"ana{next(_numbers)}@maison.example")
    values = {
        "name": name, "name_key": name_key(name), "email": email, "email_key": email_key(email),
        "created_at": clock.now(), "organization_name": "Maison des jeunes",
    }  # fmt: skip
    return _kept(Participant(**{**values, **columns}))


def a_session(
    title: str = "",
    /,
    *,
    starts_in: timedelta | None = timedelta(days=7),
    lasts: timedelta = timedelta(hours=3),
    meetings: int = 1,
    published: bool = True,
    facilitators: Sequence[Facilitator] = (),
    **columns: Any,
) -> TrainingSession:
    """A session of `meetings` meetings, one each week from `starts_in` from now.

    None is a date to come; meetings begin on the minute, in the session's own zone.
    """
    title = title or f"Formation {next(_numbers)}"
    now = clock.now()
    values = {
        "title": localized({"fr": title, "en": f"{title} (EN)"}), "mode": "in person", "capacity": 2,
        "timezone": TORONTO, "languages": ["fr"], "access_nonce": tokens.new_nonce(), "created_at": now,
        "published_at": now if published else None,
    }  # fmt: skip
    session = TrainingSession(**{**values, **columns})
    first = None if starts_in is None else now + starts_in
    weeks = range(meetings if first else 0)
    session.meetings = [_meeting(session, first + timedelta(weeks=week), lasts, week) for week in weeks]
    session.facilitations = [
        Facilitation(facilitator=facilitator, position=position) for position, facilitator in enumerate(facilitators)
    ]
    session.place_in_time()
    session.date_known_until = approximate.last_day(session.date_known_as)
    revise([_kept(session)])
    return _kept(session)


def a_registration(
    session: TrainingSession | None = None,
    participant: Participant | None = None,
    /,
    state: str = "confirmed",
    **columns: Any,
) -> Registration:
    """A place in a session (a new one for a new person if not said), last in the order of arrival."""
    session = session or a_session()
    participant = participant or a_participant()
    now = clock.now()
    values = {
        "training_session_id": session.id, "participant_id": participant.id, "state": state, "mode": session.mode,
        "arrival": _arrivals(session) + 1, "nonce": tokens.new_nonce(), "created_at": now, "changed_at": now,
        "history": [RegistrationChange(before=None, after=state, at=now, actor="participant")],
    }  # fmt: skip
    return _kept(Registration(**{**values, **columns}))


def a_takeaway(
    text: str = "", session: TrainingSession | None = None, /, state: str = "published", **columns: Any
) -> Takeaway:
    session = session or a_session(starts_in=-timedelta(days=7))
    text = text or f"Écouter d'abord {next(_numbers)}"
    values = {
        "training_session_id": session.id, "kind": "practice", "text": localized({"fr": text, "en": f"{text} (EN)"}),
        "title": localized({}), "said": text, "state": state, "created_at": clock.now(),
        "published_at": clock.now() if state == "published" else None,
    }  # fmt: skip
    takeaway = Takeaway(**{**values, **columns})
    takeaway.search_text = search_text(takeaway)
    return _kept(takeaway)


def a_next_step(
    text: str = "", session: TrainingSession | None = None, /, state: str = "agreed", **columns: Any
) -> NextStep:
    session = session or a_session(starts_in=-timedelta(days=7))
    now = clock.now()
    values = {
        "training_session_id": session.id, "text": localized({"fr": text or f"Écrire le guide {next(_numbers)}"}),
        "owner_name": "Camille Roy", "state": state, "created_at": now, "changed_at": now,
        "history": [NextStepChange(before=None, after=state, at=now, actor="system")],
    }  # fmt: skip
    return _kept(NextStep(**{**values, **columns}))


def _meeting(session: TrainingSession, start: datetime, lasts: timedelta, position: int) -> Meeting:
    local = start.astimezone(ZoneInfo(session.timezone)).replace(second=0, microsecond=0)
    now = clock.now()
    return Meeting(
        position=position, date=local.date(), start_time=local.time(), end_time=(local + lasts).time(),
        timezone=session.timezone, uid=new_uid(), created_at=now, revised_at=now,
    )  # fmt: skip


def _arrivals(session: TrainingSession) -> int:
    return db.session.query(Registration).filter_by(training_session_id=session.id).count()


def _kept(row: T) -> T:
    db.session.add(row)
    db.session.commit()
    return row


def openings() -> int:
    """Tell of registrations that have opened, as the worker does; how many people were told."""
    due = demand.opened()
    db.session.rollback()
    return sum(informing.of_opening(number) for number in due)
