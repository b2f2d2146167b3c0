"""What people would be told, before anything is done: the letters' own words and subjects."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from resal.actions import scheduling
from resal.actions.scheduling import MeetingPlan, MovePlan
from resal.actions.scheduling.dates import order, pair
from resal.language import NAMES, current, html_lang
from resal.letters.occasions import Said, said
from resal.letters.rendering import Unsendable, render
from resal.letters.stationery import Stationery
from resal.models import Letter, Meeting, TrainingSession, Venue, localized
from resal.web import doors


class Preview(NamedTuple):
    """One letter: the tag of its language, its subject, its text with secrets masked."""

    lang: str
    subject: str
    text: str


class Told(NamedTuple):
    """How many people would have a letter, and one letter in each of their languages."""

    number: int
    letters: list[Preview]


def now(session: TrainingSession) -> Said:
    """When and where it takes place today."""
    return said(session, current())


def moved(session: TrainingSession, to: MovePlan) -> Said:
    """When and where it would take place, or the words for a date to come; nothing is written."""
    in_order = sorted(to.meetings, key=order)
    paired, _gone = pair(session, in_order)
    meetings = [
        _meeting(plan, session.timezone, standing.uid if standing else f"new-{number}")
        for number, (plan, standing) in enumerate(zip(in_order, paired, strict=True))
    ]
    there = TrainingSession(
        mode=to.mode, city=session.city, timezone=session.timezone, venue=_venue(to.venue_id), link=to.link,
        meetings=meetings, date_known_as=session.date_known_as if to.known_as is None else localized({**to.known_as}),
    )  # fmt: skip
    return said(there, current())


def letters(act: Callable[..., object], *args: Any, **more: Any) -> Told:
    """The letters that an action would owe, one in each language as its reader gets it.

    Raises the `Refusal` that the action would raise.
    """
    return scheduling.rehearse(_told, act, *args, **more)


def _told(owed: Sequence[Letter]) -> Told:
    settings = doors.settings()
    paper = Stationery(settings.base_url, settings.secret_keys, settings.mail_from, settings.mail_reply_to)
    in_each = (_readable([letter for letter in owed if letter.language == language], paper) for language in NAMES)
    return Told(len(owed), [found[0] for found in map(list, in_each) if found])


def _readable(owed: Sequence[Letter], paper: Stationery) -> Iterator[Preview]:
    """The first of these letters that can be written: an address may be none."""
    for letter in owed:
        try:
            message = render(letter, paper, masked=True)
        except Unsendable:
            continue
        text = message.get_body(("plain",))
        yield Preview(html_lang(letter.language), str(message["Subject"]), str(text.get_content()) if text else "")
        return


def _meeting(plan: MeetingPlan, zone: str, uid: str) -> Meeting:
    meeting = Meeting(
        uid=uid,
        date=plan.date, start_time=plan.start, end_time=plan.end, title=plan.title, link=plan.link,
        timezone=plan.zone or zone,
        venue=_venue(plan.venue_id),
    )  # fmt: skip
    meeting.place_in_time()
    return meeting


def _venue(id_: int | None) -> Venue | None:
    return doors.row(Venue, id_) if id_ else None
