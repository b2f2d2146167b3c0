"""What somebody agreed to, each with its date and its words: news, being told of a session, sensitive answers."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from resal.db import db
from resal.language import current, dates
from resal.models import Answer, Participant, PolicyVersion, Question, Registration, Subscription, TrainingSession
from resal.queries.readings import Shown
from resal.queries.space import title_of
from resal.queries.words import HOME


@dataclass(frozen=True)
class Wish:
    """What the address asked to be told of: one session, or news. `nonce` makes the link where choices change;
    `words`: what was agreed to; `ended`: the day it was withdrawn; `told`: the day it was fulfilled.
    """

    id: int
    nonce: str
    session: Shown | None
    since: str
    words: str
    ended: str
    told: str


@dataclass(frozen=True)
class Sensitive:
    """Sensitive answers to the questions of one session; `nonce` makes the link of the place."""

    registration_id: int
    nonce: str
    session: Shown
    since: str


@dataclass(frozen=True)
class Consents:
    """All of them; `news`: whether some news is asked for now."""

    wishes: tuple[Wish, ...]
    sensitive: tuple[Sensitive, ...]

    @property
    def news(self) -> bool:
        return any(wish.session is None and not wish.ended for wish in self.wishes)


def of_participant(person: Participant) -> Consents:
    """What this person, and their address, agreed to."""
    return Consents(_wishes(person), _sensitive(person))


def _wishes(person: Participant) -> tuple[Wish, ...]:
    asked = (
        select(Subscription, TrainingSession, PolicyVersion.text)
        .outerjoin(TrainingSession, TrainingSession.id == Subscription.training_session_id)
        .outerjoin(PolicyVersion, PolicyVersion.id == Subscription.policy_version_id)
        .where(Subscription.email_key == person.email_key)
        .order_by(Subscription.id)
    )
    return tuple(
        Wish(
            one.id, one.nonce, title_of(session) if session else None, _day(one.consented_at),
            text.read(current()).text if text else "", _day(one.withdrawn_at), _day(one.told_at),
        )
        for one, session, text in db.session.execute(asked)
    )  # fmt: skip


def _sensitive(person: Participant) -> tuple[Sensitive, ...]:
    given = (
        select(Registration, TrainingSession, Answer.consented_at)
        .join(Answer, Answer.registration_id == Registration.id)
        .join(Question, Question.id == Answer.question_id)
        .join(TrainingSession, TrainingSession.id == Registration.training_session_id)
        .where(Registration.participant_id == person.id, Question.sensitive)
        .order_by(Answer.id)
    )
    found: dict[int, Sensitive] = {}
    for place, session, at in db.session.execute(given):
        found.setdefault(place.id, Sensitive(place.id, place.nonce, title_of(session), _day(at)))
    return tuple(found.values())


def _day(moment: datetime | None) -> str:
    return dates.day_medium(moment.astimezone(ZoneInfo(HOME)).date()) if moment else ""
