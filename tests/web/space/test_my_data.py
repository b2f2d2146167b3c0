"""What is kept on oneself: all of it read and taken away, corrected, erased for good."""

import json
import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from space_at_hand import ana, beside, opened, seat_address
from sqlalchemy import String, Text, select

from resal import clock
from resal.actions import Actor, attending, certifying, erasing, interest, registering, subscribing
from resal.actions.answering import Reply
from resal.actions.people import keep
from resal.actions.registering import Typed
from resal.db import db, writing
from resal.models import (
    Answer,
    Attestation,
    Base,
    Entry,
    Letter,
    Participant,
    Question,
    Registration,
    RegistrationChange,
    Subscription,
    localized,
)
from resal.models.base import Document, LocalizedText
from resal.queries import promises

TEAM = Actor("account")
WEEK = timedelta(days=7)
CANARY = "Zyxwvut"


def typed(**more):
    return Typed("Ana Silva", "ana@maison.example", "Maison des jeunes", line=True, **more)


def known_well():
    """Somebody with something personal in every table that may hold it, and the one who waits behind them."""
    past = factories.a_session("Hier", starts_in=-WEEK, attendance_closed_at=clock.now())
    coming = factories.a_session("Demain", capacity=1, asks="x")
    question = Question(
        training_session_id=coming.id, lineage="a", label=localized({"fr": "Menu"}), help=localized({}),
        purpose=localized({"fr": "Traiteur"}), created_at=clock.now(), sensitive=True,
    )  # fmt: skip
    db.session.add(question)
    db.session.commit()
    name = f"{CANARY} Silva"
    mine = Typed(
        name, f"{CANARY.lower()}@maison.example", f"{CANARY} jeunes", needs=f"{CANARY} needs", news=True,
        answers=[Reply(question.id, f"{CANARY} answer", consent=True)],
    )  # fmt: skip
    seat = registering.register(coming, mine).registration
    registering.register(coming, typed())
    person = seat.participant
    left = factories.a_registration(factories.a_session("Laissée"), person)
    registering.withdraw(left, "schedule")
    db.session.query(RegistrationChange).filter_by(reason="schedule").one().reason = f"{CANARY} reason"
    db.session.commit()
    came = factories.a_registration(past, person)
    attending.mark(came, past.live_meetings[0], "present", TEAM)
    attestation = certifying.issue(came)
    subscribing.create_feed(person, f"{CANARY} feed")
    return db.session.get(Participant, person.id), seat, attestation


def holding(word):
    """The columns of text, and of JSON, where a word is."""
    db.session.rollback()
    found = set()
    for table in Base.metadata.sorted_tables:
        texts = [c for c in table.columns if isinstance(c.type, (String, Text, LocalizedText, type(Document)))]
        for row in db.session.execute(select(*texts)).mappings() if texts else ():
            found |= {f"{table.name}.{key}" for key, value in row.items() if word.lower() in str(value).lower()}
    return found


def test_n1_all_that_is_kept_on_somebody_is_in_the_file_and_nothing_of_others(client):
    person, _seat, _attestation = known_well()
    answer = client.get(beside(opened(person), "space.file"))
    said = json.loads(answer.data)
    assert answer.headers["Content-Disposition"] == 'attachment; filename="resal-mes-donnees.json"'
    for words in (
        f"{CANARY} Silva", f"{CANARY.lower()}@maison.example", f"{CANARY} jeunes", f"{CANARY} needs",
        f"{CANARY} answer", f"{CANARY} reason", f"{CANARY} feed",
    ):  # fmt: skip
        assert words in answer.text, words
    assert "ana@maison.example" not in answer.text
    assert [len(said[part]) for part in ("places", "attestations", "consents", "subscriptions", "calendars")] == [
        3, 1, 1, 1, 1,
    ]  # fmt: skip
    assert [letter["to"] for letter in said["letters"]] == [f"{CANARY.lower()}@maison.example"] * 2
    assert all(letter["subject"] for letter in said["letters"])
    assert not re.search(r"[0-9a-f]{32}", answer.text), "a nonce"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_page_says_in_words_what_the_file_says(client, language):
    person, _seat, attestation = known_well()
    page = client.get(beside(opened(person, language=language), "space.data", language)).text
    for words in (f"{CANARY} Silva", f"{CANARY} needs", f"{CANARY} answer", f"{CANARY} feed", attestation.code):
        assert words in page, words


def test_the_file_and_the_page_ask_as_much_for_many_places_as_for_one(client, queries):
    counts = []
    for number in (1, 30):
        person = factories.a_participant(f"Ana {'x' * number}")
        for _ in range(number):
            factories.a_registration(factories.a_session(), person)
        address = beside(opened(person), "space.file")
        client.get(address)
        with queries() as sent:
            client.get(address)
        counts.append(len(sent))
    assert counts[0] == counts[1]


def test_what_one_corrects_is_corrected_for_every_place_to_come(client):
    registration = factories.a_registration(None, ana())
    address = beside(opened(registration.participant), "space.details")
    wrong = submit(client, address, name="", organization="École du Nord")
    assert (wrong.status_code, 'value="École du Nord"' in wrong.text) == (422, True)
    right = submit(client, address, name="Ana Silva-Roy", organization="École du Nord", language="en")
    assert right.status_code == 303
    db.session.rollback()
    row = db.session.get(Registration, registration.id)
    person = row.participant
    assert (person.name, person.organization_name, person.language, row.language, person.email) == (
        "Ana Silva-Roy", "École du Nord", "en", "en", "ana@maison.example",
    )  # fmt: skip


def test_a_name_that_is_somebody_elses_at_this_address_is_refused_beside_the_form(client):
    factories.a_participant("Bilal Roy", email="ana@maison.example")
    address = beside(opened(ana()), "space.details")
    answer = submit(client, address, name="BILAL  Roy", organization="École", language="fr")
    assert (answer.status_code, "déjà ceux d’une autre inscription" in answer.text) == (422, True)


@pytest.mark.parametrize("name", ["http://mechant.example", "1234", "a" * 201, "\u202e", " "])
def test_what_is_no_name_is_refused_and_kept(client, name):
    answer = submit(client, beside(opened(ana()), "space.details"), name=name, organization="École", language="xx")
    assert answer.status_code == 422
    db.session.rollback()
    assert db.session.query(Participant).one().name == "Ana Silva"


def test_looking_at_what_would_be_erased_erases_nothing(client):
    person, seat, _attestation = known_well()
    page = client.get(beside(opened(person), "space.erase")).text
    assert ("Demain" in page, "Votre attestation, avec votre nom" in page) == (True, True)
    db.session.rollback()
    assert db.session.get(Registration, seat.id).state == "confirmed"


def test_n2_nothing_is_left_of_somebody_erased_but_their_attestations_and_the_last_letter(client):
    person, seat, attestation = known_well()
    address, of_the_seat = opened(person), seat_address(seat)
    answer = submit(client, beside(address, "space.erase"))
    assert answer.status_code == 303
    gone = client.get(answer.location)
    assert (gone.status_code, "Vos renseignements sont effacés" in gone.text) == (410, True)
    assert holding(CANARY) == {"attestations.name", "letters.to_email"}
    assert client.get(f"/v/{attestation.code}").status_code == 200
    assert client.get(of_the_seat).status_code == 404
    assert list(promises.broken()) == []


def test_the_seat_of_somebody_erased_goes_to_whoever_waits(client):
    person, seat, _attestation = known_well()
    erasing.erase(person)
    states = dict(db.session.execute(select(Registration.id, Registration.state)).all())
    [waited] = db.session.query(Registration).join(Participant).filter(Participant.name == "Ana Silva")
    assert (states[seat.id], waited.state) == ("withdrawn", "confirmed")
    assert "promoted" in [letter.kind for letter in db.session.query(Letter)]


def test_the_journal_says_that_somebody_was_erased_and_not_who(client):
    person, _seat, _attestation = known_well()
    erasing.erase(person)
    [line] = db.session.query(Entry).filter_by(deed="person.erased")
    assert (line.actor, line.details) == ("participant", {"places": 1})


def test_erased_twice_is_erased_once_and_both_times_the_page_is_clear(client):
    address = opened(ana())
    erase = beside(address, "space.erase")
    token = csrf_token(client.get(erase))
    first, second = (client.post(erase, data={"csrf_token": token}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 410)
    assert db.session.query(Letter).filter_by(kind="erased").count() == 1
    for page in ("space.home", "space.data", "space.file", "space.feed", "space.details", "space.erase"):
        assert client.get(beside(address, page)).status_code == 410, page


def test_who_was_erased_may_register_again_as_somebody_new(client):
    session = factories.a_session()
    before = registering.register(session, typed()).registration.participant_id
    erasing.erase(db.session.get(Participant, before))
    again = registering.register(session, typed())
    assert (again.again, again.registration.participant_id != before) == (False, True)
    assert list(promises.broken()) == []


def test_what_has_begun_keeps_its_count_without_the_name(client):
    session = factories.a_session(starts_in=timedelta(hours=-1))
    registration = factories.a_registration(session, ana())
    attending.mark(registration, session.live_meetings[0], "present", TEAM)
    erasing.erase(registration.participant)
    db.session.rollback()
    assert db.session.get(Registration, registration.id).state == "confirmed"
    assert list(promises.broken()) == []


def test_news_of_an_address_that_somebody_else_has_too_go_on(client):
    factories.a_participant("Bilal Roy", email="ana@maison.example")
    interest.ask_for_news("ana@maison.example", "fr", [], [])
    person = ana()
    erasing.erase(person)
    assert db.session.query(Subscription).count() == 1
    erasing.erase(db.session.query(Participant).filter_by(name="Bilal Roy").one())
    assert db.session.query(Subscription).count() == 0


def test_the_last_letter_and_those_that_were_on_their_way_are_dropped_once_gone(client):
    registration = registering.register(factories.a_session(), typed()).registration
    [confirmed] = db.session.query(Letter)
    confirmed.state = "data_sent"
    db.session.commit()
    erasing.erase(registration.participant)
    assert sorted(letter.kind for letter in db.session.query(Letter)) == ["confirmed", "erased"]
    assert erasing.forget_letters() == 0
    for letter in db.session.query(Letter):
        letter.state = "sent"
    db.session.commit()
    assert erasing.forget_letters() == 2
    assert holding("ana@maison") == set()


def test_a_whole_series_is_left_with_everything_else():
    series = factories.a_series(register_whole=True)
    factories.a_session(series=series)
    factories.a_session(series=series)
    whole = registering.register_whole(series, typed()).registration
    assert erasing.erase(whole.participant) == 2
    db.session.rollback()
    assert whole.withdrawn_at is not None
    assert list(promises.broken()) == []


def test_a_race_never_gives_a_seat_to_somebody_erased(client):
    """Found before, erased since: whoever registers again is somebody new."""
    person = ana()
    erasing.erase(person)
    with writing():
        assert keep(person, "Ana Silva", "ana@maison.example", "École", "fr") is not person


def test_a_place_taken_in_the_instant_of_erasing_is_freed_for_whoever_waits():
    session = factories.a_session(capacity=1)
    gone = factories.a_participant("", erased_at=clock.now(), name_key="#1")
    factories.a_registration(session, gone)
    waits = factories.a_registration(session, state="waiting")
    assert (erasing.finish(), erasing.finish()) == (1, 0)
    db.session.rollback()
    assert db.session.get(Registration, waits.id).state == "confirmed"


@pytest.mark.parametrize(
    "path",
    ["inscriptions", "inscriptions/imprimer", "presences", "presences/feuille", "attestations", "reponses"],
)
def test_the_team_still_opens_every_page_about_a_session_and_reads_no_name(signed_in, path):
    _person, seat, attestation = known_well()
    past = attestation.training_session_id
    erasing.erase(db.session.get(Participant, seat.participant_id))
    for session_id in (past, seat.training_session_id):
        page = signed_in.get(f"/coordination/rencontres/{session_id}/{path}")
        assert (page.status_code, "zyxwvut@" in page.text.lower()) == (200, False)
    for page in (f"/coordination/inscriptions/{seat.id}", "/coordination/journal", "/coordination/lettres"):
        assert signed_in.get(page).status_code == 200


def test_answers_and_attestations_stay_apart():
    person, _seat, attestation = known_well()
    erasing.erase(person)
    db.session.rollback()
    assert db.session.query(Answer).count() == 0
    assert db.session.get(Attestation, attestation.id).ended_at is None
