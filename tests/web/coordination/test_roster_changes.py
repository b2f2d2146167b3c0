"""Somebody added by hand, and decisions about a registration."""

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from harness.visitors import submit
from sqlalchemy import select

from resal.db import db
from resal.models import Entry, Letter, Registration, RegistrationChange

ANA = {"name": "Ana Silva", "email": "ana@maison.example", "organization": "Maison des jeunes"}
BO = {"name": "Bo Roy", "email": "bo@maison.example", "organization": "CLSC"}


def adding(session):
    return f"/coordination/rencontres/{session.id}/inscriptions/ajouter"


def deciding(registration):
    return f"/coordination/inscriptions/{registration.id}"


def people(session):
    db.session.expire_all()
    rows = db.session.scalars(select(Registration).filter_by(training_session_id=session.id).order_by(Registration.id))
    return [(row.participant.name, row.state) for row in rows]


def history(registration):
    db.session.expire_all()
    chosen = select(RegistrationChange).filter_by(registration_id=registration.id).order_by(RegistrationChange.id)
    return [(change.after, change.reason) for change in db.session.scalars(chosen)]


@pytest.fixture
def full():
    session = factories.a_session(capacity=1)
    factories.a_registration(session, factories.a_participant("Zoé"))
    return session


def test_three_fields_give_a_seat_and_one_letter(signed_in, outbox):
    session = factories.a_session()
    answer = send(signed_in, adding(session), **ANA)
    assert (answer.status_code, answer.location) == (303, f"/coordination/rencontres/{session.id}/inscriptions")
    assert "Ana Silva a une place." in plainly(signed_in.get(answer.location).text)
    assert people(session) == [("Ana Silva", "confirmed")]
    row = db.session.scalars(select(Registration)).one()
    assert (row.source, row.over_capacity, row.language) == ("team", False, "fr")
    assert [(letter.kind, letter.to_email) for letter in outbox()] == [("confirmed", "ana@maison.example")]


def test_k2_the_same_form_twice_is_one_registration_and_one_letter(signed_in, outbox):
    session = factories.a_session()
    page = signed_in.get(adding(session))
    assert [send_again(signed_in, adding(session), page, **ANA).status_code for _ in range(2)] == [303, 303]
    assert people(session) == [("Ana Silva", "confirmed")]
    assert len(outbox()) == 1


def test_colleagues_who_share_an_address_are_two_people(signed_in):
    session = factories.a_session()
    page = signed_in.get(adding(session))
    for name in ("Ana Silva", "Bo Roy"):
        send_again(signed_in, adding(session), page, **{**ANA, "name": name})
    assert people(session) == [("Ana Silva", "confirmed"), ("Bo Roy", "confirmed")]


def test_somebody_already_there_is_not_added_again(signed_in):
    session = factories.a_session()
    factories.a_registration(session, factories.a_participant("Ana Silva", email=ANA["email"]))
    answer = send(signed_in, adding(session), **ANA)
    assert "Ana Silva était déjà sur la liste." in plainly(signed_in.get(answer.location).text)
    assert people(session) == [("Ana Silva", "confirmed")]


def test_in_a_full_session_somebody_waits_unless_the_box_is_ticked_on_purpose(signed_in, full):
    assert "Toutes les places sont prises." in plainly(signed_in.get(adding(full)).text)
    send(signed_in, adding(full), **ANA)
    send(signed_in, adding(full), **BO, over="y")
    assert people(full) == [("Zoé", "confirmed"), ("Ana Silva", "waiting"), ("Bo Roy", "confirmed")]
    over = db.session.scalars(select(Registration).where(Registration.over_capacity)).one()
    assert over.participant.name == "Bo Roy"
    assert "en surnombre" in signed_in.get(f"/coordination/rencontres/{full.id}/inscriptions").text


def test_the_box_means_nothing_while_seats_are_free(signed_in):
    session = factories.a_session(capacity=5)
    send(signed_in, adding(session), **ANA, over="y")
    assert db.session.scalars(select(Registration)).one().over_capacity is False


def test_a_form_shown_while_seats_were_free_asks_before_putting_somebody_in_line(signed_in):
    session = factories.a_session(capacity=1)
    page = signed_in.get(adding(session))
    factories.a_registration(session, factories.a_participant("Zoé"))
    answer = send_again(signed_in, adding(session), page, **ANA)
    assert answer.status_code == 422
    assert "La dernière place vient de partir" in plainly(answer.text)
    assert fields_of(answer)["name"] == "Ana Silva"
    assert people(session) == [("Zoé", "confirmed")]
    send_again(signed_in, adding(session), answer)
    assert people(session) == [("Zoé", "confirmed"), ("Ana Silva", "waiting")]


def test_without_a_line_a_full_session_refuses_and_says_why(signed_in):
    session = factories.a_session(capacity=1, waiting_list="none")
    factories.a_registration(session, factories.a_participant("Zoé"))
    answer = send(signed_in, adding(session), **ANA)
    assert answer.status_code == 422
    assert "n'a pas de file d'attente" in plainly(answer.text)
    assert people(session) == [("Zoé", "confirmed")]


def test_errors_are_said_in_place_and_lose_nothing(signed_in):
    session = factories.a_session(mode="hybrid", capacity=1, capacity_online=1)
    answer = send(signed_in, adding(session), name="Ana Silva", email="ana", organization="")
    assert answer.status_code == 422
    assert "Il y a deux points à corriger" in answer.text
    assert fields_of(answer)["name"] == "Ana Silva"
    answer = send(signed_in, adding(session), **ANA)
    assert (answer.status_code, "Choisissez comment vous participez." in answer.text) == (422, True)
    assert send(signed_in, adding(session), **ANA, mode="online").status_code == 303


def test_b10_fields_nobody_offered_change_nothing(signed_in):
    session = factories.a_session(registration="approval")
    send(signed_in, adding(session), **ANA, state="declined", arrival="9", nonce="x", source="web", over_capacity="1")
    row = db.session.scalars(select(Registration)).one()
    assert (row.state, row.arrival, row.source, row.over_capacity) == ("confirmed", 1, "team", False)


def test_a_request_is_accepted_once(signed_in, outbox):
    registration = factories.a_registration(state="requested")
    list_ = f"/coordination/rencontres/{registration.training_session_id}/inscriptions"
    answer = submit(signed_in, list_, to=deciding(registration), move="approve")
    assert (answer.status_code, answer.location) == (303, list_)
    assert history(registration) == [("requested", ""), ("confirmed", "")]
    again = submit(signed_in, deciding(registration), move="approve")
    assert again.status_code == 422
    assert "Cette demande a déjà reçu une réponse." in again.text
    assert [letter.kind for letter in outbox()] == ["confirmed"]


def test_a_request_accepted_in_a_full_session_waits(signed_in, full):
    registration = factories.a_registration(full, factories.a_participant("Ana"), state="requested")
    answer = submit(signed_in, deciding(registration), move="approve")
    assert "Ana attend une place." in plainly(signed_in.get(answer.location).text)
    assert people(full) == [("Zoé", "confirmed"), ("Ana", "waiting")]


def test_a_request_is_refused_with_a_reason_that_the_person_reads(signed_in, outbox):
    registration = factories.a_registration(state="requested")
    refused = submit(signed_in, deciding(registration), move="decline", reason=" ")
    assert (refused.status_code, "Dites pourquoi" in refused.text) == (422, True)
    submit(signed_in, deciding(registration), move="decline", reason="Réservé aux écoles")
    assert history(registration)[-1] == ("declined", "Réservé aux écoles")
    assert [(letter.kind, letter.facts["reason"]) for letter in outbox()] == [("declined", "Réservé aux écoles")]


def test_taking_somebody_off_the_list_gives_the_seat_to_the_next_once(signed_in, outbox):
    session = factories.a_session(capacity=1)
    zoe = factories.a_registration(session, factories.a_participant("Zoé"))
    for name in ("Ana", "Bo"):
        factories.a_registration(session, factories.a_participant(name), state="waiting")
    assert submit(signed_in, deciding(zoe), move="remove", reason="").status_code == 422
    for _ in range(2):
        assert submit(signed_in, deciding(zoe), move="remove", reason="A téléphoné").status_code == 303
    assert people(session) == [("Zoé", "cancelled"), ("Ana", "confirmed"), ("Bo", "waiting")]
    assert history(zoe)[1:] == [("cancelled", "A téléphoné")]
    assert sorted(letter.kind for letter in outbox()) == ["promoted", "withdrawn"]
    page = plainly(signed_in.get(deciding(zoe)).text)
    assert "Dominique Tremblay" in page
    assert "A téléphoné" in page


@pytest.mark.parametrize("number", ["0", "999999", "99999999999999999999"])
def test_ids_of_nobody_are_a_404(signed_in, number):
    for path in (f"/coordination/inscriptions/{number}", f"/coordination/rencontres/{number}/inscriptions/ajouter"):
        assert signed_in.get(path).status_code == 404


def test_d1_nothing_is_done_without_the_token(signed_in):
    registration = factories.a_registration(state="requested")
    assert signed_in.post(deciding(registration), data={"move": "approve"}).status_code == 400
    assert signed_in.post(adding(registration.training_session), data=ANA).status_code == 400
    assert history(registration) == [("requested", "")]
    assert db.session.scalars(select(Letter)).all() == []


@pytest.mark.parametrize(("move", "deed"), [("approve", "registration.approved"), ("decline", "registration.declined"),
                                            ("remove", "registration.removed")])  # fmt: skip
def test_each_decision_is_in_the_journal(signed_in, move, deed):
    registration = factories.a_registration(state="requested")
    submit(signed_in, deciding(registration), move=move, reason="Complet")
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    assert (entry.deed, entry.subject_type, entry.subject_id) == (deed, "Registration", registration.id)
