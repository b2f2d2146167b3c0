"""The whole roster of a session as a table: a row for each registration, a column for what came of each date."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resal.db import db
from resal.documents.sheets import Cell, Table
from resal.language import NAMES, dates, gettext
from resal.models import Attendance, Localized, Meeting, Organization, Participant, Registration, TrainingSession
from resal.queries import time_spent, words
from resal.queries.attendance import STATUSES
from resal.queries.presence import CAME
from resal.queries.readings import shown
from resal.queries.roster import FILTERS, places_in_line

R = Registration


def table(session: TrainingSession, code: str, with_needs: bool, zone: str) -> Table:
    """In the order of names, in the current language; `code` is one of the filters of the roster;
    `zone`, the team's own, tells the days.

    Addresses and needs are read only for whoever may see them (`with_needs`).
    """
    found = db.session.execute(_rows(session, code)).all()
    places = places_in_line(session, [row.id for row in found if row.state == "waiting"])
    came = _came(session)
    dated = session.live_meetings
    rows = [
        _row(row, zone, places.get(row.id), with_needs) + _days(row, dated, came) + _time(row, dated, came)
        for row in found
    ]
    return Table(shown(session.title).text, _heads(session, with_needs), rows)


def _rows(session: TrainingSession, code: str) -> Any:
    states = FILTERS[code][1]
    kept = [R.training_session_id == session.id, *([R.state.in_(states)] if states else [])]
    columns = (
        R.id, R.state, R.mode, R.language, R.created_at, R.over_capacity, R.needs, Participant.name, Participant.email,
        Participant.organization_name, Organization.name.label("known_as"),
    )  # fmt: skip
    joined = select(*columns).join(R.participant).outerjoin(Participant.organization)
    return joined.where(*kept).order_by(Participant.name_key, R.id)


def _heads(session: TrainingSession, with_needs: bool) -> tuple[str, ...]:
    private = (gettext("Courriel"), gettext("Ce qui aiderait")) if with_needs else ()
    return (
        gettext("Nom"), gettext("Organisme"), gettext("État"), gettext("Place en attente"),
        gettext("Façon de participer"), gettext("Langue"), gettext("Inscription"), gettext("En surnombre"), *private,
        *(gettext("Présence, %(day)s", day=dates.day_numeric(part.date)) for part in session.live_meetings),
        *([gettext("Minutes de présence")] if session.live_meetings else []),
    )  # fmt: skip


def _row(row: Any, zone: str, place: int | None, with_needs: bool) -> tuple[Cell, ...]:
    known_as = shown(row.known_as or Localized()).text
    at = row.created_at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
    private = (row.email, row.needs) if with_needs else ()
    return (
        row.name or gettext("Nom effacé"), known_as or row.organization_name,
        words.word(words.REGISTRATION_STATES, row.state), place, words.word(words.MODES, row.mode),
        NAMES.get(row.language, row.language), at, gettext("Oui") if row.over_capacity else "", *private,
    )  # fmt: skip


def _came(session: TrainingSession) -> dict[tuple[int, int], Any]:
    """What was noted of each registration at each meeting."""
    noted = select(
        Attendance.registration_id, Attendance.meeting_id, Attendance.status, Attendance.arrived_at, Attendance.minutes
    ).join(Attendance.registration)
    rows = db.session.execute(noted.where(R.training_session_id == session.id))
    return {(row.registration_id, row.meeting_id): row for row in rows}


def _days(row: Any, dated: list[Meeting], came: dict[tuple[int, int], Any]) -> tuple[Cell, ...]:
    noted = [came.get((row.id, part.id)) for part in dated]
    return tuple(gettext(STATUSES[one.status]) if one else "" for one in noted)


def _time(row: Any, dated: list[Meeting], came: dict[tuple[int, int], Any]) -> tuple[Cell, ...]:
    """The minutes that are known, of all dates; nothing for somebody who came to none."""
    attended = [(came[row.id, part.id], part) for part in dated if (row.id, part.id) in came]
    known = [time_spent.at_meeting(noted, part) for noted, part in attended if noted.status in CAME]
    return (sum(minutes or 0 for minutes in known) if any(known) else None,) if dated else ()
