"""The door for whoever arrives by themself: the code on the wall, when it opens, what its page says of the meeting."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resal import clock
from resal.addresses import path
from resal.db import db
from resal.documents import qr
from resal.language import NAMES, dates, gettext, lazy
from resal.language import current as spoken
from resal.models import ArrivalCode, Attendance, Meeting, Registration, TrainingSession
from resal.models.registration import SEATED
from resal.queries.presence import CAME
from resal.queries.readings import shown

BEFORE = timedelta(minutes=60)
PASS_BEFORE = timedelta(hours=12)
_WHAT_TO_DO = lazy("Vous arrivez? Visez ce code avec votre téléphone, puis touchez « Je suis là ».")
_WRITTEN = re.compile(r"([2-9A-HJ-NP-Z]{4})[ -]?([2-9A-HJ-NP-Z]{4})", re.ASCII)


@dataclass(frozen=True)
class Door:
    """A meeting as whoever is at its door reads it. `state`: soon, open, over, closed (the list), away.

    `opens`: from when; `welcomes`: whether people who are not on the list may write themselves in.
    """

    state: str
    title: str
    title_lang: str | None
    when: str
    opens: str
    welcomes: bool


@dataclass(frozen=True)
class Poster:
    """What hangs on the wall: the address in words and as a drawing (SVG, our own); what to do, by language."""

    code: str
    url: str
    drawing: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Pass:
    """What the page of a place shows when its date is near. `drawing`: leads the team to their row.

    `here`: whether they may say now that they are there.
    """

    drawing: str
    here: bool


def by_code(code: str) -> ArrivalCode | None:
    """The code that was written, however it was: capitals or not, with or without its line."""
    written = _WRITTEN.fullmatch(code.strip().upper())
    if written is None:
        return None
    number = f"{written[1]}-{written[2]}"
    return db.session.scalars(select(ArrivalCode).where(ArrivalCode.code == number)).one_or_none()


def current(meeting: Meeting) -> ArrivalCode | None:
    """The code on the wall of a meeting now, if one was made."""
    hanging = select(ArrivalCode).where(ArrivalCode.meeting_id == meeting.id, ArrivalCode.ended_at.is_(None))
    return db.session.scalars(hanging).one_or_none()


def state(meeting: Meeting) -> str:
    """Whether people may say that they are there: see `Door`."""
    session, now = meeting.training_session, clock.now()
    if meeting.removed_at is not None or session.cancelled or not session.published:
        return "away"
    opens, closes = _hours(meeting)
    if now < opens:
        return "soon"
    if now >= closes:
        return "over"
    return "closed" if session.attendance_closed_at is not None else "open"


def door(meeting: Meeting) -> Door:
    """The page of the wall, in the current language. Of a confidential session it tells no title."""
    session = meeting.training_session
    title, lang = shown(session.title).text, shown(session.title).lang
    if session.visibility == "confidential":
        title, lang = gettext("Espace clinique"), None
    when = dates.day_long(meeting.date)
    if meeting.start_time is not None:
        when = f"{when}, {dates.hours(meeting.start_time, meeting.end_time)}"
    opens = dates.moment_running(_hours(meeting)[0], meeting.timezone)
    return Door(state(meeting), title, lang, when, opens, welcomes(session))


def poster(meeting: Meeting, base_url: str) -> Poster | None:
    """What hangs on the wall of a meeting now."""
    hanging = current(meeting)
    if hanging is None:
        return None
    url = base_url + path("arrival.here", "fr", code=hanging.code)
    words = tuple((code, gettext(_WHAT_TO_DO, code)) for code in NAMES)
    return Poster(hanging.code, url, qr.drawn(url, gettext("Code QR qui mène à %(url)s", url=url)), words)


def of_seat(registration: Registration, base_url: str) -> Pass | None:
    """For somebody with a seat on the day, or about; None else, and nothing is asked of the database."""
    session, now = registration.training_session, clock.now()
    if registration.state not in SEATED or session.cancelled or "online" in (session.mode, registration.mode):
        return None
    near = [meeting for meeting in session.live_meetings if meeting.starts_at - PASS_BEFORE <= now < _hours(meeting)[1]]
    if not near:
        return None
    asked = {"date": near[0].id, "personne": registration.id}
    url = base_url + path("coordination.attendance", spoken(), query=asked, id=session.id)
    open_now = [meeting for meeting in near if state(meeting) == "open"]
    here = bool(open_now) and not came(registration, open_now[0])
    return Pass(qr.drawn(url, gettext("Code QR à montrer à l'équipe, à l'entrée")), here)


def came(registration: Registration, meeting: Meeting) -> bool:
    """Whether it is already written that they came, in part or not."""
    noted = select(Attendance.status).where(
        Attendance.registration_id == registration.id, Attendance.meeting_id == meeting.id
    )
    return db.session.scalar(noted) in CAME


def welcomes(session: TrainingSession) -> bool:
    """Whether people who are not on the list may write themselves in; of the other sessions the team decides."""
    alone = session.registration == "open" and not session.attended_only and session.mode != "online"
    return alone and session.visibility != "confidential" and not session.asks


def _hours(meeting: Meeting) -> tuple[datetime, datetime]:
    """From when to when the door is open; until the end of the day where nobody wrote down when the meeting ends."""
    opens = meeting.starts_at if meeting.start_time is None else meeting.starts_at - BEFORE
    if meeting.end_time is not None or meeting.start_time is None:
        return opens, meeting.ends_at
    night = datetime.combine(meeting.date + timedelta(days=1), time(0), ZoneInfo(meeting.timezone))
    return opens, max(night, meeting.ends_at)
