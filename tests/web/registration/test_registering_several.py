"""A colleague registers several people of one organization in one go."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from questions_at_hand import a_question
from several_at_hand import MAISON, NAMES, address, carried, form_of, letters, plain, registrations, rows, text_of

from resal import clock, tokens
from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter
from resal.queries.promises import broken
from resal.web import doors


def test_each_person_of_a_list_has_a_seat_a_letter_and_a_link_of_their_own(client):
    session = factories.a_session(capacity=9)
    answer = submit(client, form_of(session), **rows(*NAMES[:3]))
    assert answer.status_code == 303
    assert [(row.participant.name, row.state, row.source) for row in registrations()] == [
        (name, "confirmed", "colleague") for name in NAMES[:3]
    ]
    assert {row.participant.organization_name for row in registrations()} == {MAISON}
    assert letters() == [(name, "confirmed") for name in NAMES[:3]]
    assert list(broken()) == []


def test_the_receipt_says_how_many_and_shows_no_link_and_no_name_of_anybody(client, app):
    session = factories.a_session(capacity=9)
    answer = submit(client, form_of(session), **rows(*NAMES[:3]))
    page = client.get(answer.location)
    assert (page.status_code, "3 places" in plain(page)) == (200, True)
    assert "no-store" in page.headers["Cache-Control"]
    for row in registrations():
        assert tokens.issue(app.extensions["resal"].secret_keys, doors.SEAT, row.nonce) not in page.text
        assert row.participant.name not in page.text
        assert row.participant.email not in page.text
    assert app.test_client().get(answer.location).status_code == 404, "a receipt is for one browser alone"


def test_h1_a_list_with_somebody_registered_already_is_answered_like_any_other(client, app):
    session = factories.a_session(capacity=9)
    registering.register(session, Typed("Bilal Haddad", "BILAL@maison.example", "Autre maison", language="en"))
    clock.start_at(clock.now() + timedelta(days=1))
    other = app.test_client()
    mine = submit(client, form_of(session), **rows(*NAMES[:3])).location
    theirs = submit(other, form_of(session), **rows("Farid", "Gina", "Hana")).location
    one, two = client.get(mine).text, other.get(theirs).text
    assert one.replace(mine.rpartition("/")[2], "") == two.replace(theirs.rpartition("/")[2], "")
    known = registrations()[0]
    assert (known.state, known.source, known.participant.organization_name) == ("confirmed", "web", "Autre maison")
    assert [kind for name, kind in letters() if name == "Bilal Haddad"] == ["confirmed", "already"]


def test_what_somebody_said_of_themself_is_not_changed_by_a_colleague(client):
    elsewhere, session = factories.a_session(capacity=9), factories.a_session(capacity=9)
    registering.register(elsewhere, Typed("Ana Silva", "ana@maison.example", "Autre maison", language="en"))
    assert submit(client, form_of(session), **rows("Ana Silva")).status_code == 303
    mine = registrations()[-1]
    assert (mine.participant.organization_name, mine.participant.language) == ("Autre maison", "en")
    assert (mine.language, db.session.query(Letter).order_by(Letter.id.desc()).first().language) == ("en", "en")


@pytest.mark.parametrize(
    ("columns", "state", "leave"),
    [
        ({}, "confirmed", "Je ne peux plus venir"),
        ({"registration": "approval"}, "requested", "Je ne peux plus venir"),
    ],
)
def test_the_letter_says_that_a_colleague_did_it_and_how_to_leave(client, columns, state, leave):
    session = factories.a_session(capacity=9, **columns)
    submit(client, form_of(session), **rows("Ana Silva"))
    text = " ".join(text_of(db.session.query(Letter).one()).replace("\u00a0", " ").replace("’", "'").split())
    assert "Quelqu'un de votre milieu vous inscrit" in text
    assert f"{leave} : http://resal.example/inscription/" in text
    assert "/annuler" in text
    assert registrations()[0].state == state


def test_questions_are_answered_by_each_person_from_their_own_page(client, app):
    session = factories.a_session(capacity=9)
    a_question(session, "Votre rôle?", required=True)
    page = client.get(form_of(session))
    assert "chaque personne y répond elle-même" in plain(page)
    assert submit(client, form_of(session), **rows("Ana Silva")).status_code == 303
    assert "répondez-y de la page de votre place" in text_of(db.session.query(Letter).one()).replace("’", "'")
    token = tokens.issue(app.extensions["resal"].secret_keys, doors.SEAT, registrations()[0].nonce)
    assert "Il reste à répondre" in plain(client.get(f"/inscription/{token}"))


def test_a_whole_page_says_how_many_seats_there_are_before_anything_happens(client):
    session = factories.a_session(capacity=2)
    page = submit(client, form_of(session), **rows(*NAMES[:4]))
    assert (page.status_code, registrations(), letters()) == (409, [], [])
    assert "2 places libres pour 4 personnes" in plain(page)
    assert "Une place maintenant : Ana Silva, Bilal Haddad." in plain(page)
    assert "En attente : Chloé Roy, Dany Côté." in plain(page)


def test_those_who_have_a_seat_take_it_and_the_others_wait_in_their_order(client):
    session = factories.a_session(capacity=2)
    page = submit(client, form_of(session), **rows(*NAMES[:4]))
    answer = client.post(form_of(session), data=carried(page, wait="each"))
    assert answer.status_code == 303
    assert [row.state for row in registrations()] == ["confirmed", "confirmed", "waiting", "waiting"]
    assert letters() == list(zip(NAMES[:4], ["confirmed", "confirmed", "waiting", "waiting"], strict=True))
    receipt = plain(client.get(answer.location))
    assert "2 places" in receipt
    assert "2 personnes sur la liste d'attente" in receipt
    assert list(broken()) == []


def test_the_list_can_be_corrected_and_nothing_is_lost(client):
    session = factories.a_session(capacity=1)
    page = submit(client, form_of(session), **rows(*NAMES[:3]))
    again = client.post(form_of(session), data=carried(page, back="1"))
    assert again.status_code == 200
    assert all(f'value="{text}"' in again.text for text in (*NAMES[:3], *map(address, NAMES[:3]), MAISON))
    assert registrations() == []


def test_seats_that_went_while_the_choice_was_made_are_said_again(client):
    session = factories.a_session(capacity=2)
    page = submit(client, form_of(session), **rows(*NAMES[:3]))
    factories.a_registration(session)
    again = client.post(form_of(session), data=carried(page, wait="each"))
    assert (again.status_code, len(registrations())) == (409, 1)
    assert "Une place libre pour 3 personnes" in plain(again)
    assert client.post(form_of(session), data=carried(again, wait="each")).status_code == 303


def test_without_a_waiting_list_too_long_a_list_is_refused_in_a_sentence(client):
    session = factories.a_session(capacity=2, waiting_list="none")
    page = submit(client, form_of(session), **rows(*NAMES[:3]))
    assert (page.status_code, registrations()) == (422, [])
    assert "Places libres : 2. Cette rencontre n'a pas de liste d'attente" in plain(page)
    assert 'value="Chloé Roy"' in page.text


def test_k2_the_same_list_twice_registers_once(client):
    session = factories.a_session(capacity=2)
    page = submit(client, form_of(session), **rows(*NAMES[:3]))
    once, twice = (client.post(form_of(session), data=carried(page, wait="each")) for _ in range(2))
    assert (once.status_code, twice.status_code) == (303, 303)
    assert len(registrations()) == len(letters()) == 3
    assert client.get(twice.location).status_code == 200


def test_a_list_sent_again_with_one_more_name_registers_that_one_without_other_letters(client):
    session = factories.a_session(capacity=9)
    data = {"csrf_token": csrf_token(client.get(form_of(session))), **rows(*NAMES[:2])}
    client.post(form_of(session), data=data)
    client.post(form_of(session), data={**data, **rows(*NAMES[:3])})
    assert letters() == [(name, "confirmed") for name in NAMES[:3]]


def test_somebody_who_withdrew_is_not_registered_again_by_the_same_list(client):
    session = factories.a_session(capacity=9)
    data = {"csrf_token": csrf_token(client.get(form_of(session))), **rows(*NAMES[:2])}
    client.post(form_of(session), data=data)
    registering.withdraw(registrations()[0])
    assert client.post(form_of(session), data=data).status_code == 303
    assert [row.state for row in registrations()] == ["withdrawn", "confirmed"]


def test_more_lines_come_without_losing_anything_until_there_are_twenty(client):
    session = factories.a_session()
    page = client.get(form_of(session))
    assert page.text.count("Personne ") == 3
    token = csrf_token(page)
    typed = rows("Ana Silva", ("", "bilal@"), ("Chloé", ""))
    for expected in (6, 9, 12, 15, 18, 20, 20):
        page = client.post(form_of(session), data={"csrf_token": token, **typed, "add": "people"})
        assert (page.status_code, page.text.count('<legend class="field-label">Personne')) == (200, expected)
        assert 'value="Ana Silva"' in page.text
        assert 'value="bilal@"' in page.text
        typed |= {f"people-{n}-name": "" for n in range(3, expected)}
    assert ('value="people"' in page.text, registrations()) == (False, [])
