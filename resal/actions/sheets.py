"""The sheet to sign: printed before, taken in after."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from resal import clock
from resal.actions import Actor, Refusal, recording
from resal.actions.journal import note
from resal.db import db, hold, transaction
from resal.language import lazy
from resal.models import Attendance, Meeting, Registration, SignInSheet
from resal.models.registration import SEATED
from resal.queries import sign_in
from resal.queries.presence import CAME


@dataclass(frozen=True)
class Taken:
    """What came of a sheet: how many presences were noted, how many taken back; `others`: the names of those
    of whom somebody else wrote something meanwhile, left as they are."""

    noted: int
    taken_back: int
    others: tuple[str, ...]


@transaction
def print_sheet(meeting: Meeting, actor: Actor) -> SignInSheet:
    """The sheet of who has a seat now, numbered; who took it is noted. A list that did not change is the same sheet."""
    hold(meeting)
    last, ids = sign_in.last(meeting), sign_in.ids_now(meeting)
    sheet = last
    if last is None or last.lines["registrations"] != ids:
        number = last.number + 1 if last else 1
        sheet = SignInSheet(meeting=meeting, number=number, lines={"registrations": ids}, printed_at=clock.now())
        db.session.add(sheet)
    note(actor, "attendance.sheet_taken", meeting.training_session, meeting=meeting.id)
    return sheet  # type: ignore[return-value] # the last one, or the one just made


@transaction
def take_in(meeting: Meeting, came: Collection[int], seen: Mapping[int, str], actor: Actor) -> Taken:
    """Note who came, from a paper: `came`, registrations whose line is ticked; `seen`, what the page showed of each.

    Only what was changed on the page is written; absences and durations of the others stay. Raises `Refusal`
    before the date.
    """
    hold(meeting)
    if meeting.starts_at > clock.now():
        raise Refusal(lazy("Cette date n'a pas commencé : sa feuille se note après."))
    noted = taken_back = 0
    others = []
    for registration, status in _seated(meeting):
        ticked, before = registration.id in came, seen.get(registration.id)
        if before is None or ticked == (before in CAME) or ticked == (status in CAME):
            continue  # not on the page, not changed on it, or already so
        if (status or "") != before:
            others.append(registration.participant.name)
            continue
        recording.record(registration, meeting, "present" if ticked else None, actor)
        noted, taken_back = noted + ticked, taken_back + (not ticked)
    note(actor, "attendance.sheet_read", meeting.training_session, meeting=meeting.id)
    return Taken(noted, taken_back, tuple(others))


def _seated(meeting: Meeting) -> list[tuple[Registration, str | None]]:
    here = (Attendance.registration_id == Registration.id) & (Attendance.meeting_id == meeting.id)
    seated = (
        select(Registration, Attendance.status)
        .outerjoin(Attendance, here)
        .where(Registration.training_session_id == meeting.training_session_id, Registration.state.in_(SEATED))
        .order_by(Registration.id)
    )
    return [(registration, status) for registration, status in db.session.execute(seated)]
