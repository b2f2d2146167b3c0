"""All that is kept on one person, as plain values fit for JSON (P-39.1 s. 27): instants and days in ISO form,
codes as tables keep them, titles in the current language.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from resal.db import db
from resal.language import current
from resal.models import (
    AddressChange,
    Answer,
    Attendance,
    Attestation,
    Consent,
    FeedToken,
    Meeting,
    Participant,
    PolicyVersion,
    Question,
    QuestionOption,
    Registration,
    SeriesRegistration,
    SpaceLink,
    Subscription,
    TrainingSession,
)
from resal.models.registration import NEEDS_KEPT
from resal.queries.readings import shown
from resal.queries.space import title_of

Facts = dict[str, Any]


def of_participant(person: Participant) -> Facts:
    """Everything but their letters, in as many statements for a hundred places as for one."""
    return {
        "person": _person(person),
        "places": _places(person),
        "series": _series(person),
        "attestations": _attestations(person),
        "consents": _consents(person),
        "subscriptions": subscriptions(person),
        "calendars": _calendars(person),
        "links": _links(person),
        "new_addresses": [
            {
                "email": one.email,
                "asked_at": _at(one.created_at),
                "ends_at": _at(one.ends_at),
                "done_at": _at(one.done_at),
            }
            for one in _of(AddressChange, person)
        ],
    }


def subscriptions(person: Participant) -> list[Facts]:
    """What the address of this person asked to be told of, whoever reads it."""
    words = PolicyVersion.text, PolicyVersion.effective_at
    asked = (
        select(Subscription, TrainingSession, *words)
        .outerjoin(TrainingSession, TrainingSession.id == Subscription.training_session_id)
        .outerjoin(PolicyVersion, PolicyVersion.id == Subscription.policy_version_id)
        .where(Subscription.email_key == person.email_key)
        .order_by(Subscription.id)
    )
    return [
        {
            "id": one.id, "email": one.email, "language": one.language, "themes": one.themes,
            "boroughs": one.boroughs, "session": title_of(session).text if session else None,
            "given_at": _at(one.consented_at), "told_at": _at(one.told_at), "withdrawn_at": _at(one.withdrawn_at),
            "words": text.read(current()).text if text else "", "words_since": _at(since),
        }
        for one, session, text, since in db.session.execute(asked)
    ]  # fmt: skip


def _person(person: Participant) -> Facts:
    return {
        "name": person.name, "email": person.email, "organization": person.organization_name,
        "language": person.language, "since": _at(person.created_at), "erased_after": _day(person.erase_after),
    }  # fmt: skip


def _places(person: Participant) -> list[Facts]:
    session = joinedload(Registration.training_session)
    asked = (
        select(Registration)
        .where(Registration.participant_id == person.id)
        .options(
            session.joinedload(TrainingSession.series), session.selectinload(TrainingSession.meetings),
            selectinload(Registration.history),
        )
        .order_by(Registration.id)
    )  # fmt: skip
    rows, came, said = db.session.scalars(asked).all(), _presences(person), _answers(person)
    return [_place(one, came[one.id], said[one.id]) for one in rows]


def _place(one: Registration, came: Sequence[Facts], said: Sequence[Facts]) -> Facts:
    session = one.training_session
    return {
        "session": title_of(session).text,
        "series": shown(session.series.title).text if session.series and session.visibility != "confidential" else None,
        "dates": [
            {"starts_at": _at(meeting.starts_at), "ends_at": _at(meeting.ends_at)} for meeting in session.live_meetings
        ],
        "reference": one.reference, "state": one.state, "mode": one.mode, "language": one.language,
        "needs": one.needs, "needs_erased_after": _needs_until(one), "erased_after": _day(one.erase_after),
        "came_by": one.source, "registered_at": _at(one.created_at), "offered_until": _at(one.offered_until),
        "history": [
            {"at": _at(step.at), "before": step.before, "after": step.after, "by": step.actor.partition(":")[0],
             "reason": step.reason}
            for step in one.history
        ],
        "presence": list(came), "answers": list(said),
    }  # fmt: skip


def _needs_until(one: Registration) -> str | None:
    """The day after which needs are erased, by the session as it stands; None while it has no date."""
    over = [at for at in (one.training_session.ends_at, one.training_session.cancelled_at) if at is not None]
    return _day((min(over) + NEEDS_KEPT).date()) if one.needs and over else None


def _presences(person: Participant) -> dict[int, list[Facts]]:
    noted = (
        select(Attendance, Meeting.date)
        .join(Meeting, Meeting.id == Attendance.meeting_id)
        .join(Registration, Registration.id == Attendance.registration_id)
        .where(Registration.participant_id == person.id)
        .order_by(Meeting.starts_at, Meeting.id)
    )
    found: dict[int, list[Facts]] = defaultdict(list)
    for one, day in db.session.execute(noted):
        found[one.registration_id].append(
            {"day": _day(day), "status": one.status, "arrived_at": _at(one.arrived_at), "minutes": one.minutes,
             "noted_at": _at(one.recorded_at)}
        )  # fmt: skip
    return found


def _answers(person: Participant) -> dict[int, list[Facts]]:
    given = (
        select(Answer, Question, QuestionOption.label)
        .join(Question, Question.id == Answer.question_id)
        .outerjoin(QuestionOption, QuestionOption.id == Answer.option_id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(Registration.participant_id == person.id)
        .order_by(Answer.id)
    )
    found: dict[int, list[Facts]] = defaultdict(list)
    for one, question, choice in db.session.execute(given):
        found[one.registration_id].append(
            {"question": shown(question.label).text, "purpose": shown(question.purpose).text,
             "answer": one.text or shown(choice).text, "sensitive": question.sensitive,
             "kept_days": question.kept_days, "answered_at": _at(one.answered_at),
             "consented_at": _at(one.consented_at)}
        )  # fmt: skip
    return found


def _series(person: Participant) -> list[Facts]:
    wholes = select(SeriesRegistration).where(SeriesRegistration.participant_id == person.id)
    asked = wholes.options(joinedload(SeriesRegistration.series)).order_by(SeriesRegistration.id)
    return [
        {"series": shown(one.series.title).text, "mode": one.mode, "language": one.language,
         "registered_at": _at(one.created_at), "left_at": _at(one.withdrawn_at)}
        for one in db.session.scalars(asked)
    ]  # fmt: skip


def _attestations(person: Participant) -> list[Facts]:
    theirs = select(Attestation).where(Attestation.participant_id == person.id).order_by(Attestation.id)
    return [
        {"number": one.code, "name": one.name, "language": one.language, "state": one.state, "says": one.facts,
         "issued_at": _at(one.issued_at), "ended_at": _at(one.ended_at), "reason": one.reason,
         "erased_after": _day(one.erase_after)}
        for one in db.session.scalars(theirs)
    ]  # fmt: skip


def _consents(person: Participant) -> list[Facts]:
    given = (
        select(Consent, PolicyVersion.effective_at)
        .outerjoin(PolicyVersion, PolicyVersion.id == Consent.policy_version_id)
        .where(Consent.participant_id == person.id)
        .order_by(Consent.id)
    )
    return [
        {"purpose": one.purpose, "given_at": _at(one.given_at), "through": one.given_through,
         "withdrawn_at": _at(one.withdrawn_at), "words_since": _at(since)}
        for one, since in db.session.execute(given)
    ]  # fmt: skip


def _calendars(person: Participant) -> list[Facts]:
    return [
        {"name": one.name, "made_at": _at(one.created_at), "last_used_on": _day(one.last_used_on),
         "revoked_at": _at(one.revoked_at)}
        for one in _of(FeedToken, person)
    ]  # fmt: skip


def _links(person: Participant) -> list[Facts]:
    return [
        {"made_at": _at(one.created_at), "ends_at": _at(one.ends_at), "revoked_at": _at(one.revoked_at)}
        for one in _of(SpaceLink, person)
    ]


def _of(model: Any, person: Participant) -> Iterable[Any]:
    return db.session.scalars(select(model).where(model.participant_id == person.id).order_by(model.id))


def _at(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
