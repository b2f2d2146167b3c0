"""What people would be told, before anything is done: the letters' own words and subjects."""

from collections.abc import Sequence

from flask import render_template

from resal.actions.scheduling import MeetingPlan
from resal.actions.scheduling.dates import order, pair
from resal.language import current, gettext
from resal.letters.occasions import Said, differences, said, summary
from resal.letters.wording import DISCREET
from resal.models import Meeting, TrainingSession, Venue, localized
from resal.queries.readings import shown
from resal.web import doors


def now(session: TrainingSession) -> Said:
    """When and where it takes place today."""
    return said(session, current())


def moved(
    session: TrainingSession,
    plans: Sequence[MeetingPlan],
    venue_id: int | None,
    link: str,
    known_as: dict[str, str] | None = None,
) -> Said:
    """When and where it would take place, or the words for a date to come; nothing is written."""
    in_order = sorted(plans, key=order)
    paired, _gone = pair(session, in_order)
    meetings = [
        _meeting(plan, session.timezone, standing.uid if standing else f"new-{number}")
        for number, (plan, standing) in enumerate(zip(in_order, paired, strict=True))
    ]
    there = TrainingSession(
        mode=session.mode, city=session.city, timezone=session.timezone, venue=_venue(venue_id), link=link,
        meetings=meetings, date_known_as=session.date_known_as if known_as is None else localized({**known_as}),
    )  # fmt: skip
    return said(there, current())


def subject_of_move(session: TrainingSession, before: Said, after: Said) -> str:
    """The subject of the letter that would leave."""
    change = "date" if before.when != after.when else "place" if before.where != after.where else "link"
    told = summary(differences(before, after))
    return _subject(
        "moved", session, after, before=before, change=change, moment=after.moment, where=after.where, summary=told
    )


def subject_of_cancellation(session: TrainingSession) -> str:
    """The subject of the letter that would leave."""
    then = now(session)
    return _subject("cancelled", session, then, day=then.day)


def _subject(kind: str, session: TrainingSession, when: Said, **facts: object) -> str:
    discreet = session.visibility == "confidential"
    neutral = gettext(DISCREET[kind], day=when.day) if when.day else gettext("Votre activité")
    title = shown(session.title).text
    what = ", ".join(part for part in (title, when.moment) if part)
    letter = {"title": title, "what": what, "discreet_subject": neutral if discreet else "", **facts}
    return render_template(f"mail/{kind}/subject.txt", **letter).strip()


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
