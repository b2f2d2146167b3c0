"""The registration form as people meet it."""

import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit

from resal import clock
from resal.db import db
from resal.models import Letter, Registration

PERSON = {"name": "Samir Haddad", "email": "samir@maison.example", "organization": "Maison des jeunes La Traverse"}


def form_of(session, language="fr"):
    return f"/rencontres/{session.id}/inscription" if language == "fr" else f"/en/sessions/{session.id}/registration"


def registrations():
    db.session.rollback()
    return db.session.query(Registration).order_by(Registration.id).all()


def letters():
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


@pytest.mark.parametrize(("language", "words"), [("fr", "C’est confirmé, Samir."), ("en", "Samir")])
def test_three_fields_give_a_seat_and_a_permanent_secret_page(client, language, words):
    session = factories.a_session(capacity=2)
    answer = submit(client, form_of(session, language), **PERSON)
    assert answer.status_code == 303
    page = client.get(answer.location)
    assert (page.status_code, words in page.text) == (200, True)
    assert re.fullmatch(r"/(inscription|en/registration)/[A-Za-z0-9_-]{43}", answer.location)
    [registration] = registrations()
    assert (registration.state, registration.participant.language) == ("confirmed", language)
    assert client.application.test_client().get(answer.location).status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("name", "", "Entrez votre prénom et votre nom"),
        ("name", "   ", "Entrez votre prénom et votre nom"),
        ("name", "12345", "Écrivez seulement le nom"),
        ("name", "Gagnez https://mechant.example", "Écrivez seulement le nom"),
        ("name", "a" * 201, "Raccourcissez ce nom"),
        ("email", "", "Entrez une adresse courriel complète"),
        ("email", "samir@", "Entrez une adresse courriel complète"),
        ("email", "samir@maison.example\r\nBcc: tous@maison.example", "Entrez une adresse courriel complète"),
        ("email", "é" * 70_000, "Entrez une adresse courriel complète"),
        ("organization", "", "Indiquez votre organisme"),
        ("organization", "\x00\x1b", "Indiquez votre organisme"),
        ("needs", "a" * 2001, "Raccourcissez"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_typed_is_lost(client, field, typed, words):
    session = factories.a_session()
    answer = submit(client, form_of(session), **{**PERSON, "needs": "Rampe", field: typed})
    assert (answer.status_code, words in answer.text) == (422, True)
    kept = [value for name, value in PERSON.items() if name != field]
    assert all(f'value="{value}"' in answer.text for value in kept)
    assert "<title>Erreur" in answer.text
    assert (registrations(), letters()) == ([], [])


def test_a_probable_typing_mistake_is_said_with_the_other_errors(client):
    session = factories.a_session()
    answer = submit(client, form_of(session), **{**PERSON, "email": "samir@gmial.com", "name": ""})
    assert "gmail.com" in answer.text
    assert submit(client, form_of(session), **{**PERSON, "email": "samir@gmial.com"}).status_code == 303


def test_full_the_form_says_so_and_gives_a_place_in_line(client):
    session = factories.a_session(capacity=1)
    factories.a_registration(session)
    page = client.get(form_of(session))
    assert "M’ajouter à la liste d’attente" in page.text
    assert 'name="expects"' not in page.text
    seat = client.get(submit(client, form_of(session), **PERSON).location)
    assert "Vous êtes 1re sur la liste" in seat.text
    assert letters() == ["waiting"]


def test_the_last_seat_gone_meanwhile_is_a_page_that_keeps_what_was_typed(client):
    session = factories.a_session(capacity=1)
    page = client.get(form_of(session))
    factories.a_registration(session)
    data = {"csrf_token": csrf_token(page), "expects": "seat", **PERSON, "needs": "Rampe"}
    answer = client.post(form_of(session), data=data)
    assert answer.status_code == 409
    assert "La dernière place vient de partir." in answer.text
    assert all(f'value="{value}"' in answer.text for value in (*PERSON.values(), "Rampe"))
    assert letters() == []
    again = client.post(form_of(session), data={key: value for key, value in data.items() if key != "expects"})
    assert again.status_code == 303
    assert [row.state for row in registrations()] == ["confirmed", "waiting"]


def test_without_saying_what_was_expected_a_full_session_gives_a_place_in_line(client):
    session = factories.a_session(capacity=1)
    factories.a_registration(session)
    assert submit(client, form_of(session), **PERSON).status_code == 303
    assert [row.state for row in registrations()] == ["confirmed", "waiting"]


def test_h1_the_same_person_again_is_answered_like_a_first_time_and_moves_nothing(client, app):
    session = factories.a_session(capacity=2)
    mine = submit(client, form_of(session), **PERSON)
    stranger = app.test_client()
    theirs = submit(stranger, form_of(session), **{**PERSON, "organization": "Curieux inc."})
    assert theirs.status_code == 303, theirs.text
    assert (theirs.status_code, len(theirs.location)) == (mine.status_code, len(mine.location))
    receipt = stranger.get(theirs.location)
    assert "C’est confirmé, Samir." in receipt.text
    assert ("Curieux inc." in receipt.text, PERSON["organization"] in receipt.text) == (True, False)
    assert client.get(theirs.location).status_code == 404, "a receipt is for one browser alone"
    for door in ("modifier", "annuler", "calendrier"):
        assert "ouvrez le lien" in stranger.get(f"{theirs.location}/{door}").text
    assert stranger.get(f"{theirs.location}/agenda.ics").status_code == 200
    assert [row.state for row in registrations()] == ["confirmed"]
    assert registrations()[0].participant.organization_name == PERSON["organization"]
    assert letters() == ["confirmed", "already"]


@pytest.mark.parametrize(("line", "expects", "status"), [("none", "", 422), ("auto", "seat", 409), ("auto", "", 303)])
def test_h1_where_no_seat_is_left_somebody_registered_is_answered_like_anybody(client, app, line, expects, status):
    session = factories.a_session(capacity=1, waiting_list=line)
    submit(client, form_of(session), **PERSON)
    told = []
    for email in (PERSON["email"], "inconnue@maison.example"):
        answer = submit(app.test_client(), form_of(session), **{**PERSON, "email": email, "expects": expects})
        said = re.sub(r'value="[^"]{40,}"', "", answer.text).replace(email, "x@maison.example")
        told.append((answer.status_code, said if status != 303 else ""))
    assert told[0] == told[1]
    assert told[0][0] == status
    assert letters()[:2] == ["confirmed", "already"]


def test_k2_sending_the_same_form_twice_leads_to_the_same_seat_with_one_letter(client):
    session = factories.a_session()
    data = {"csrf_token": csrf_token(client.get(form_of(session))), **PERSON}
    once, twice = (client.post(form_of(session), data=data) for _ in range(2))
    assert once.location == twice.location
    assert letters() == ["confirmed"]


def test_a_program_that_fills_in_the_trap_is_thanked_and_nothing_is_written(client):
    session = factories.a_session()
    answer = submit(client, form_of(session), **PERSON, website="https://spam.example")
    assert answer.status_code == 303
    assert (registrations(), letters()) == ([], [])


@pytest.mark.rate_limited
def test_a_form_that_comes_back_at_once_is_asked_again_without_losing_anything(client):
    session = factories.a_session()
    answer = submit(client, form_of(session), **PERSON)
    assert answer.status_code == 422
    assert all(f'value="{value}"' in answer.text for value in PERSON.values())
    assert registrations() == []


@pytest.mark.parametrize(
    ("columns", "status", "words"),
    [
        ({"opens_at": timedelta(days=3)}, 200, "L’inscription n’est pas encore ouverte."),
        ({"closes_at": timedelta(days=-1)}, 410, "Les inscriptions à cette rencontre sont terminées."),
        ({"cancelled_at": timedelta(0)}, 410, "Cette rencontre est annulée."),
        ({"registration": "none"}, 410, "n’a pas d’inscription en ligne"),
        ({"starts_in": timedelta(days=-3)}, 410, "Cette rencontre est terminée."),
    ],
)
def test_a_form_that_is_not_open_says_why_and_shows_a_way_on(client, columns, status, words):
    moments = {
        name: clock.now() + value if isinstance(value, timedelta) and name != "starts_in" else value
        for name, value in columns.items()
    }
    session = factories.a_session(**moments)
    answer = client.get(form_of(session))
    assert (answer.status_code, words in answer.text) == (status, True)
    data = {"csrf_token": csrf_token(client.get("/connexion")), **PERSON}
    assert client.post(form_of(session), data=data).status_code == status
    assert registrations() == []


def test_remembered_on_this_phone_the_fields_are_filled_in_and_forgotten_on_demand(client, app):
    first, second, third = (factories.a_session() for _ in range(3))
    submit(client, form_of(first), **PERSON, remember="y")
    assert all(f'value="{value}"' in client.get(form_of(second)).text for value in PERSON.values())
    assert "Samir" not in app.test_client().get(form_of(second)).text
    submit(client, form_of(second), **PERSON)
    assert "Samir" not in client.get(form_of(third)).text


def test_a_hybrid_session_asks_how_one_takes_part(client):
    session = factories.a_session(mode="hybrid", capacity=2, capacity_online=2)
    refused = submit(client, form_of(session), **PERSON)
    assert (refused.status_code, "Choisissez comment vous participez." in refused.text) == (422, True)
    submit(client, form_of(session), **PERSON, mode="online")
    assert [row.mode for row in registrations()] == ["online"]


def test_news_is_a_consent_of_its_own_unticked(client):
    session = factories.a_session()
    assert not re.search(r'name="news"[^>]*checked', client.get(form_of(session)).text)
    submit(client, form_of(session), **PERSON, news="y")
    from resal.models import Consent

    assert [(consent.purpose, consent.given_through) for consent in db.session.query(Consent)] == [("news", "web")]


def test_d6_a_form_kept_open_too_long_is_sent_again_with_one_click(client):
    session = factories.a_session()
    client.get(form_of(session))
    answer = client.post(
        form_of(session), data={"csrf_token": "old", **PERSON}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert (answer.status_code, "Rien n’est perdu" in answer.text) == (400, True)
    assert all(f'value="{value}"' in answer.text for value in PERSON.values())
    data = {"csrf_token": csrf_token(answer), **PERSON}
    assert client.post(form_of(session), data=data).status_code == 303


def test_d3_a_form_from_another_site_is_refused_plainly(client):
    session = factories.a_session()
    answer = client.post(form_of(session), data=PERSON, headers={"Sec-Fetch-Site": "cross-site"})
    assert (answer.status_code, "Samir" in answer.text) == (400, False)
    assert registrations() == []


def test_the_form_of_a_cancelled_session_leads_to_its_next_edition(client):
    first = factories.a_session(cancelled_at=clock.now())
    assert "Voir la prochaine édition" not in client.get(f"/rencontres/{first.id}/inscription").text
    factories.a_session("Encore", first_edition_id=first.id, starts_in=timedelta(days=40))
    page = client.get(f"/rencontres/{first.id}/inscription").text
    assert "Voir la prochaine édition" in page
    assert "-encore" in page
