"""Why a session is cancelled is said better afterwards, without writing to people again."""

import factories
import pytest
from filling_in import send
from sessions_at_hand import here, journal

from resal.actions import Actor, scheduling
from resal.db import db
from resal.models import TrainingSession


def read(session):
    db.session.expire_all()
    return db.session.get(TrainingSession, session.id)


@pytest.fixture
def full():
    session = factories.a_session("Haine en ligne")
    factories.a_registration(session)
    factories.a_registration(session, language="en")
    return session


def test_the_reason_of_a_cancelled_session_is_corrected_without_writing_again(signed_in, outbox, full):
    session, page = full, "annuler"
    scheduling.cancel(session, {"fr": "La sale est inondée.", "es": "Inundación."}, Actor("account"))
    before = [letter.id for letter in outbox()]
    answer = send(signed_in, here(session, page), reason_fr="La salle est inondée.", reason_en="A flood.")
    assert (answer.status_code, journal()[-1][0]) == (303, "session.reason_corrected")
    assert dict(read(session).cancelled_reason)["es"] == "Inundación."
    assert [letter.id for letter in outbox()] == before
    assert {letter.facts["reason"] for letter in outbox()} == {"La salle est inondée", "A flood"}
    assert "La salle est inondée." in signed_in.get(here(session)).text


def test_a_cancelled_session_keeps_a_reason(signed_in, full):
    session = full
    scheduling.cancel(session, {"fr": "La salle est inondée."}, Actor("account"))
    assert send(signed_in, here(session, "annuler"), reason_fr="").status_code == 422
    assert read(session).cancelled_reason["fr"] == "La salle est inondée."
