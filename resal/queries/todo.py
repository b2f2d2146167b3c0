"""What is to be done, derived from facts: nobody ticks these off, doing them does."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.orm import aliased, selectinload

from resal import addresses, clock
from resal.db import db
from resal.language import current, dates, gettext, lazy, ngettext
from resal.models import (
    Attendance,
    Facilitation,
    Letter,
    NextStep,
    Registration,
    Takeaway,
    TrainingSession,
)
from resal.models.registration import SEATED
from resal.models.takeaway import UNDATED_OVERDUE
from resal.queries import announcements, corrections, demand, doubles, visible
from resal.queries.readings import shown

S = TrainingSession
RECENT = timedelta(days=30)
WARNED = timedelta(days=7)  # before the day when it is decided whether a session runs
MOST = 20  # of one kind; a longer list is not read, and the pages behind it say everything
Missing = Callable[[TrainingSession], tuple[list[str], list[str]]]


@dataclass(frozen=True)
class Task:
    """Something to do: what, about what, and where it is done."""

    title: str
    note: str
    href: str
    done: bool = False


def tasks(missing: Missing, zone: str) -> list[Task]:
    """What is to be done, most pressing first.

    `missing`: what stands in the way of publishing a session, and what is only asked for;
    `zone`: where it is today.
    """
    now = clock.now()
    return [
        *_telling(zone), *_letters(), *_requests(now), *_corrections(),
        *_below_minimum(now, clock.today(zone)), *_attendance(now), *_to_write_down(now), *_to_review(now),
        *_drafts(now, missing), *_overdue(now, clock.today(zone)), *_demanded(), *_doubles(),
    ]  # fmt: skip


def _telling(zone: str) -> Iterator[Task]:
    """Changes being told, while there is time to stop their letters."""
    for row in announcements.waiting(zone):
        yield Task(announcements.said(row), row.title.text, path("coordination.announcement", id=row.id))


def _letters() -> Iterator[Task]:
    """Letters that did not leave, or perhaps did."""
    states = select(Letter.state, func.count(Letter.id)).where(Letter.state.in_(("failed", "uncertain")))
    stuck = dict(db.session.execute(states.group_by(Letter.state)).all())
    number = sum(stuck.values())
    if number:
        title = ngettext(
            "Voir la lettre qui n'est pas partie", "Voir les %(n)s lettres qui ne sont pas parties", number
        )
        unsure = stuck.get("uncertain", 0)
        note = ngettext("%(n)s est peut-être arrivée", "%(n)s sont peut-être arrivées", unsure) if unsure else ""
        yield Task(title, note, path("coordination.letters"))


def _requests(now: datetime) -> Iterator[Task]:
    """People who asked for a seat and wait for an answer."""
    query = (
        select(S, func.count(Registration.id))
        .join(Registration, Registration.training_session_id == S.id)
        .where(Registration.state == "requested", visible.to_come(now), S.cancelled_at.is_(None))
    )
    for session, number in _grouped(query):
        title = ngettext("Répondre à une demande d'inscription", "Répondre à %(n)s demandes d'inscription", number)
        yield Task(title, _about(session), path("coordination.registrations", id=session.id))


def _corrections() -> Iterator[Task]:
    """People who say that their presence is not what was noted."""
    for session, number in _grouped(corrections.numbers()):
        title = ngettext("Répondre à une demande de correction", "Répondre à %(n)s demandes de correction", number)
        yield Task(title, _about(session), path("coordination.attendance", id=session.id))


def _below_minimum(now: datetime, day: date) -> Iterator[Task]:
    """Sessions with fewer people than they need to run, from a week before the day it is decided."""
    held = (
        select(func.count(Registration.id))
        .where(Registration.training_session_id == S.id, Registration.state.in_(SEATED))
        .scalar_subquery()
    )
    query = (
        select(S, S.minimum_by, S.minimum - held)
        .where(S.minimum > held, S.minimum_by <= day + WARNED, S.starts_at > now, *_held())
        .order_by(S.minimum_by, S.id)
        .limit(MOST)
    )
    for session, by, lacking in ((row[0], row[1] or day, row[2] or 0) for row in db.session.execute(query)):
        title = ngettext("Il manque une personne : décider", "Il manque %(n)s personnes : décider", lacking)
        when = lazy("Le jour prévu est passé : %(day)s") if by < day else lazy("Au plus tard : %(day)s")
        note = gettext(when, day=dates.day_medium(by))
        yield Task(title, f"{_about(session)} · {note}", path("coordination.session", id=session.id))


def _attendance(now: datetime) -> Iterator[Task]:
    """Sessions that are over, where people had a seat, and whose attendance was not closed."""
    marked = (
        select(func.count(Attendance.registration_id.distinct()))
        .join(Attendance.registration)
        .where(Registration.training_session_id == S.id)
        .scalar_subquery()
    )
    query = (
        select(S, func.count(Registration.id), marked)
        .join(Registration, Registration.training_session_id == S.id)
        .where(S.ends_at <= now, S.attendance_closed_at.is_(None), *_held(), Registration.state.in_(SEATED))
    )
    for session, seated, done in _grouped(query):
        note = gettext("%(done)s sur %(seated)s", done=done, seated=seated)
        yield Task(
            gettext("Terminer les présences"), f"{_about(session)} · {note}",
            path("coordination.attendance", id=session.id),
        )  # fmt: skip


def _to_write_down(now: datetime) -> Iterator[Task]:
    """Sessions held in the last thirty days of which nothing was published yet."""
    written = select(func.count(Takeaway.id)).where(Takeaway.training_session_id == S.id).scalar_subquery()
    query = (
        select(S, written)
        .where(*_recent(now), ~_has_published())
        .options(selectinload(S.meetings))
        .order_by(S.ends_at, S.id)
        .limit(MOST)
    )
    for session, number in db.session.execute(query):
        draft = ngettext("brouillon : un apprentissage", "brouillon : %(n)s apprentissages", number) if number else ""
        note = " · ".join(part for part in (_about(session), draft) if part)
        yield Task(gettext("Consigner ce qu'on a appris"), note, path("coordination.capture", id=session.id))


def _to_review(now: datetime) -> Iterator[Task]:
    """Takeaways as they were said, which nobody has read again; but for those of the tasks above."""
    query = (
        select(S, func.count(Takeaway.id))
        .join(Takeaway, Takeaway.training_session_id == S.id)
        .where(Takeaway.state == "raw", ~((S.ends_at > now - RECENT) & (S.ends_at <= now) & ~_has_published()))
    )
    for session, number in _grouped(query):
        title = ngettext("Relire une proposition", "Relire %(n)s propositions", number)
        yield Task(title, _about(session), path("coordination.capture", id=session.id))


def _drafts(now: datetime, missing: Missing) -> Iterator[Task]:
    """Drafts, with what they lack."""
    query = (
        select(S)
        .where(S.published_at.is_(None), S.cancelled_at.is_(None), visible.to_come(now))
        .options(
            selectinload(S.meetings), selectinload(S.venue),
            selectinload(S.facilitations).selectinload(Facilitation.facilitator),
        )
        .order_by(S.starts_at.is_(None), S.starts_at, S.id)
        .limit(MOST)
    )  # fmt: skip
    for session in db.session.scalars(query):
        lacking = [gettext(words) for half in missing(session) for words in half]
        note = gettext("Il manque : %(things)s", things=", ".join(lacking)) if lacking else gettext("Prêt à publier")
        title = gettext("Publier « %(title)s »", title=shown(session.title).text)
        yield Task(title, note, path("coordination.publish", id=session.id))


def _overdue(now: datetime, day: date) -> Iterator[Task]:
    """Next steps past their date, or left open for ninety days without one; as `NextStep.overdue`."""
    undated = NextStep.due_on.is_(None) & (NextStep.created_at < now - UNDATED_OVERDUE)
    query = (
        select(NextStep)
        .where(NextStep.state.not_in(("done", "dropped")), (NextStep.due_on < day) | undated)
        .options(selectinload(NextStep.training_session))
        .order_by(NextStep.due_on.is_(None), NextStep.due_on, NextStep.id)
        .limit(MOST)
    )
    for step in db.session.scalars(query):
        title = gettext("Faire le point : %(step)s", step=shown(step.text).text)
        yield Task(title, _promise(step), path("coordination.next_step", id=step.id))


def _demanded() -> Iterator[Task]:
    """Themes that many ask for, with nothing to come."""
    for theme in demand.wanted_without_offer()[:MOST]:
        title = gettext("Penser à une rencontre sur « %(theme)s »", theme=theme.label)
        asked = ngettext("%(n)s personne la demande", "%(n)s personnes la demandent", theme.number)
        yield Task(title, f"{asked} · {gettext('rien à venir')}", path("coordination.demand"))


def _doubles() -> Iterator[Task]:
    """Organizations and people that may be written twice."""
    number = doubles.number()
    if number:
        yield Task(gettext("Doublons possibles : %(n)s", n=number), "", path("coordination.doubles"))


def _promise(step: NextStep) -> str:
    """« Suite promise le 13 mai 2026, échéance le 31 janvier 2027 »."""
    session = step.training_session
    made = local(session.starts_at or step.created_at, session.timezone)
    said = {"day": dates.day_medium(made)}
    if step.due_on is None:
        return gettext("Suite promise le %(day)s, sans échéance", **said)
    return gettext("Suite promise le %(day)s, échéance le %(due)s", due=dates.day_medium(step.due_on), **said)


def _held() -> tuple[ColumnElement[bool], ...]:
    return (S.published_at.is_not(None), S.cancelled_at.is_(None))


def _recent(now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (*_held(), S.ends_at <= now, S.ends_at > now - RECENT)


def _has_published() -> ColumnElement[bool]:
    other = aliased(Takeaway)
    return exists(select(other.id).where(other.training_session_id == S.id, other.state == "published"))


def _grouped(query: Any) -> Sequence[Any]:
    """Rows that count something of each session, oldest session first."""
    in_order = query.group_by(S.id).order_by(S.starts_at.is_(None), S.starts_at, S.id).limit(MOST)
    return db.session.execute(in_order.options(selectinload(S.meetings))).all()


def _about(session: TrainingSession) -> str:
    """« Désamorcer avant que ça éclate, 18 novembre 2026 »."""
    title = shown(session.title).text
    if session.starts_at is None:
        return title
    return f"{title}, {dates.day_medium(local(session.starts_at, session.timezone))}"


def local(instant: datetime, zone: str) -> date:
    return instant.astimezone(ZoneInfo(zone)).date()


def path(name: str, **values: Any) -> str:
    return addresses.path(name, current(), **values)
