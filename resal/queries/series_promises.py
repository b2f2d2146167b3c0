"""What whoever comes to a whole series was promised, counted again from the rows."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select

from resal import clock
from resal.db import db
from resal.language import gettext, lazy
from resal.models import Letter, Participant, Registration, SeriesRegistration, TrainingSession
from resal.models.registration import LIVE
from resal.queries.series_registering import joinable

CONFIRMED = "series_confirmed"
BY_THE_CLOCK = timedelta(minutes=10)  # how long the worker may take to see that a session has opened


def broken() -> Iterator[str]:
    """One sentence per broken promise, naming rows by number, never people."""
    yield from _without_place()
    yield from _not_told_once()


def answered_with_the_whole() -> ColumnElement[bool]:
    """A registration that the letter for the whole series has told of; later ones have their own."""
    return exists(
        select(SeriesRegistration.id).where(
            SeriesRegistration.id == Registration.series_registration_id,
            Registration.created_at <= SeriesRegistration.created_at,
        )
    )


def _without_place() -> Iterator[str]:
    """A place in each open session of the series, and no more than one, unless it was given up there."""
    now = clock.now()
    followed = (
        select(SeriesRegistration, TrainingSession)
        .join(TrainingSession, TrainingSession.series_id == SeriesRegistration.series_id)
        .where(SeriesRegistration.withdrawn_at.is_(None))
    )
    for whole, session in db.session.execute(followed).all():
        just_opened = session.opens_at is not None and now - session.opens_at < BY_THE_CLOCK
        if joinable(session, now) and not just_opened and not _stands(whole, session):
            sentence = lazy("Rencontre %(id)s : l'inscription %(n)s à la série n'y a pas sa place.")
            yield gettext(sentence, id=session.id, n=whole.id)


def _stands(whole: SeriesRegistration, session: TrainingSession) -> bool:
    theirs = select(Registration.state, Registration.series_registration_id).where(
        Registration.training_session_id == session.id, Registration.participant_id == whole.participant_id
    )
    rows = db.session.execute(theirs).all()
    living = sum(state in LIVE for state, _ in rows)
    return living == 1 or (living == 0 and any(of == whole.id for _, of in rows))


def _not_told_once() -> Iterator[str]:
    """Each coming to a whole has exactly one letter that says so; of invented and erased people there is none."""
    keys = db.session.scalars(select(Letter.unique_key).where(Letter.kind == CONFIRMED))
    told = Counter(int(key.split(":")[1]) for key in keys)
    known = Participant.example.is_(False) & Participant.erased_at.is_(None)
    real = select(SeriesRegistration.id).join(Participant).where(known)
    for id_ in db.session.scalars(real):
        if told[id_] != 1:
            yield gettext("Inscription %(id)s à une série : %(n)s lettres l'ont confirmée.", id=id_, n=told[id_])
