"""The team corrects who somebody is, and nobody's address changes without being told."""

import factories
import pytest
from filling_in import plainly, send

from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter

ANA = Typed("Ana Silva", "ana@maison.example", "Maison", needs="rampe")


def correcting(registration):
    return f"/coordination/inscriptions/{registration.id}/corriger"


def letters():
    db.session.expire_all()
    return [(one.kind, one.to_email) for one in db.session.query(Letter).order_by(Letter.id)]


@pytest.fixture
def ana(database):
    return registering.register(factories.a_session(), ANA).registration


def test_a_new_address_is_written_to_and_the_old_one_too(signed_in, ana):
    answer = send(signed_in, correcting(ana), name="Anna Silva", email="anna@maison.example", language="en")
    assert (answer.status_code, answer.location) == (303, f"/coordination/inscriptions/{ana.id}")
    assert "Les coordonnées de Anna Silva sont corrigées." in plainly(signed_in.get(answer.location).text)
    assert letters()[1:] == [("address_changed", "ana@maison.example"), ("confirmed", "anna@maison.example")]
    person = ana.participant
    assert (person.name, person.name_key, person.email, ana.language, ana.needs) == (
        "Anna Silva", "anna silva", "anna@maison.example", "en", "rampe",
    )  # fmt: skip
    assert "Coordonnées corrigées" in signed_in.get("/coordination/journal").text


def test_a_name_alone_is_corrected_without_a_letter(signed_in, ana):
    send(signed_in, correcting(ana), name="Ana da Silva")
    assert (ana.participant.name, len(letters())) == ("Ana da Silva", 1)


def test_of_somebody_without_a_place_any_more_the_old_address_alone_is_told(signed_in, ana):
    registering.withdraw(ana)
    known = letters()
    send(signed_in, correcting(ana), email="anna@maison.example")
    assert letters()[len(known) :] == [("address_changed", "ana@maison.example")]


def test_a_name_and_address_of_somebody_else_are_refused_beside_the_field(signed_in, ana):
    factories.a_participant("Bo Li", email="bo@x.example")
    refused = send(signed_in, correcting(ana), name="bo  LI", email="BO@x.example")
    assert refused.status_code == 422
    assert "bo  LI" not in refused.text
    assert "déjà ceux" in plainly(refused.text)
    assert (ana.participant.name, len(letters())) == ("Ana Silva", 1)


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"email": "x"}, {"organization": ""}, {"name": "https://x.example"}, {"name": "é" * 300}]
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(signed_in, ana, wrong):
    [typed] = wrong.values()
    answer = send(signed_in, correcting(ana), **wrong)
    assert answer.status_code == 422
    assert typed in answer.text
    assert (ana.participant.name, ana.participant.email) == ("Ana Silva", "ana@maison.example")


def test_an_unknown_registration_is_a_404(signed_in):
    assert signed_in.get("/coordination/inscriptions/99/corriger").status_code == 404
