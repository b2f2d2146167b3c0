"""Lists that are refused, or taken in part, each in a sentence; and what nobody may do with them."""

import re
import time
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from hypothesis import given, settings
from hypothesis import strategies as st
from several_at_hand import NAMES, carried, form_of, letters, plain, registrations, rows

from resal import clock, tokens
from resal.actions import Actor, inviting
from resal.db import db
from resal.models import Letter
from resal.queries.promises import broken
from resal.web import doors


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (rows(), "Inscrivez au moins une personne."),
        (rows(("  ", "\t")), "Inscrivez au moins une personne."),
        (rows("Ana Silva", ("Bilal", "")), "Entrez une adresse courriel complète"),
        (rows("Ana Silva", ("", "bilal@maison.example")), "Entrez le prénom et le nom"),
        (rows(("Ana", "ana@")), "Entrez une adresse courriel complète"),
        (rows(("Ana", "ana@maison.example\r\nBcc: tous@maison.example")), "Entrez une adresse courriel complète"),
        (rows(("Gagnez https://mechant.example", "ana@maison.example")), "Écrivez seulement le nom"),
        (rows(("a" * 201, "ana@maison.example")), "Raccourcissez ce nom"),
        (rows("Ana Silva", "Bilal", ("ana  SILVA", "Ana@maison.example")), "Cette personne est déjà à la ligne 1."),
        (rows("Ana Silva", organization=""), "Indiquez leur organisme"),
        (rows(*(f"Personne {chr(97 + n)}" for n in range(21))), "retirez-en une"),
        (rows(*(f"Personne {chr(97 + n % 26)}{n}" for n in range(400))), "retirez-en 380"),
        ({**rows("Ana"), "people-0-name": "", "people-99999-name": "x", "people-x-name": "y"}, "Entrez le prénom"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_line_and_nothing_is_done(client, typed, words):
    session = factories.a_session(capacity=1)
    page = submit(client, form_of(session), **typed)
    assert (page.status_code, words in plain(page)) == (422, True)
    assert (registrations(), letters()) == ([], [])


def test_one_address_may_serve_several_people_by_their_names(client):
    session = factories.a_session(capacity=9)
    team = [(name, "equipe@maison.example") for name in NAMES[:3]]
    assert submit(client, form_of(session), **rows(*team)).status_code == 303
    assert len({row.participant_id for row in registrations()}) == 3


def test_a_hybrid_session_asks_how_they_take_part_and_counts_that_kind_of_seat(client):
    session = factories.a_session(mode="hybrid", capacity=1, capacity_online=3)
    assert "Choisissez comment ces personnes participent." in plain(
        submit(client, form_of(session), **rows(*NAMES[:2]))
    )
    assert submit(client, form_of(session), **rows(*NAMES[:2], mode="in person")).status_code == 409
    assert submit(client, form_of(session), **rows(*NAMES[:2], mode="online")).status_code == 303
    assert [(row.state, row.mode) for row in registrations()] == [("confirmed", "online")] * 2


def test_beyond_the_places_of_one_organization_the_others_ask(client):
    session = factories.a_session(capacity=9, organization_cap=2)
    answer = submit(client, form_of(session), **rows(*NAMES[:3]))
    assert [row.state for row in registrations()] == ["confirmed", "confirmed", "requested"]
    assert "Une demande, que la coordination confirme" in plain(client.get(answer.location))


@pytest.mark.parametrize("columns", [{"registration": "approval"}, {"attended_only": True}])
def test_where_the_team_answers_each_person_asks_and_no_seat_is_counted(client, columns):
    if "attended_only" in columns:
        columns = {**columns, "follows_id": factories.a_session(starts_in=-timedelta(days=9)).id}
    session = factories.a_session(capacity=1, **columns)
    answer = submit(client, form_of(session), **rows(*NAMES[:3]))
    assert "3 demandes" in plain(client.get(answer.location))
    assert [row.state for row in registrations()] == ["requested"] * 3


def test_k11_an_invitation_gives_no_more_than_it_may_to_a_list(client, app):
    session = factories.a_session(capacity=9, registration="invitation")
    invitation = inviting.invite(session, "Écoles", 2, None, Actor("account"))
    token = tokens.issue(app.extensions["resal"].secret_keys, doors.INVITATION, invitation.nonce)
    path = f"{form_of(session)}?invitation={token}"
    assert client.get(form_of(session)).status_code == 410
    assert (
        f"plusieurs?invitation={token}" in client.get(f"/rencontres/{session.id}/inscription?invitation={token}").text
    )
    page = submit(client, path, **rows(*NAMES[:3]))
    assert (page.status_code, "ne donne plus que 2 inscriptions" in plain(page)) == (422, True)
    assert submit(client, path, **rows(*NAMES[:2])).status_code == 303
    assert (len(registrations()), list(broken())) == (2, [])


@pytest.mark.parametrize("columns", [{"registration": "closed"}, {"starts_in": -timedelta(days=2)}])
def test_a_session_that_is_not_open_takes_no_list(client, columns):
    session = factories.a_session(**columns)
    assert client.get(form_of(session)).status_code == 410


def test_b7_a_draft_and_a_hidden_session_have_no_such_page(client):
    for session in (factories.a_session(published=False), factories.a_session(visibility="confidential")):
        assert client.get(form_of(session)).status_code == 404


def test_the_organization_is_filled_in_after_somebody_registered(client):
    session = factories.a_session(capacity=9)
    person = {"name": "Samir", "email": "samir@maison.example", "organization": "L'Anonyme & cie"}
    seat = client.get(submit(client, f"/rencontres/{session.id}/inscription", **person).location)
    href = re.search(r'href="([^"]+)">Inscrire une autre personne', seat.text)[1].replace("&amp;", "&")
    assert 'value="L&#39;Anonyme &amp; cie"' in client.get(href).text


def later(monkeypatch, freeze):
    """Long after the forms were opened."""
    freeze(clock.now())
    moment = time.time() + 60
    monkeypatch.setattr(time, "time", lambda: moment)  # by which the age of the form is judged


def sent(client, session, token, people, place="192.0.2.1"):
    """The list, and once more with the wish to wait when there are not enough seats."""
    here = {"REMOTE_ADDR": place}
    page = client.post(form_of(session), data={"csrf_token": token, **rows(*people)}, environ_base=here)
    if page.status_code == 409:
        return client.post(form_of(session), data=carried(page, wait="each"), environ_base=here)
    return page


@pytest.mark.rate_limited
def test_h3_a_list_of_twenty_is_one_act_and_a_fourth_within_the_hour_is_too_much(client, monkeypatch, freeze):
    session, token = factories.a_session(capacity=30), csrf_token(client.get("/connexion"))
    later(monkeypatch, freeze)
    lists = [[(f"P{chr(97 + n)} {of}", f"p{n}{of}@maison.example") for n in range(20)] for of in "abcd"]
    answers = [sent(client, session, token, people) for people in lists]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "Réessayez dans une heure" in plain(answers[-1])
    assert 'value="Pa d"' in answers[-1].text


@pytest.mark.rate_limited
def test_h3_one_address_is_written_to_twenty_times_a_day_at_most_whoever_types_it(client, monkeypatch, freeze):
    session, token = factories.a_session(capacity=5), csrf_token(client.get("/connexion"))
    later(monkeypatch, freeze)
    lists = [[(f"P{chr(97 + n)} {of}", "victime@maison.example") for n in range(20)] for of in "ab"]
    places = ("192.0.2.1", "198.51.100.7")
    codes = [sent(client, session, token, *one).status_code for one in zip(lists, places, strict=True)]
    assert (codes, len(registrations())) == ([303, 429], 20)


@pytest.mark.rate_limited
def test_a_list_sent_faster_than_anybody_types_is_shown_again(client):
    session = factories.a_session()
    page = submit(client, form_of(session), **rows("Ana Silva"))
    assert (page.status_code, "Vérifiez ces renseignements" in page.text, registrations()) == (422, True, [])


def test_a_program_that_fills_in_the_trap_is_thanked_and_nothing_is_written(client):
    session = factories.a_session()
    answer = submit(client, form_of(session), **rows("Ana Silva"), website="https://spam.example")
    assert (answer.status_code, registrations(), letters()) == (303, [], [])
    assert client.get(answer.location).status_code == 200


def test_the_whole_of_it_in_english(client):
    session = factories.a_session(capacity=1)
    page = submit(client, form_of(session, english=True), **rows(*NAMES[:2], language="en"))
    assert page.status_code == 409
    receipt = client.get(client.post(form_of(session, english=True), data=carried(page, wait="each")).location)
    assert receipt.status_code == 200
    assert [letter.language for letter in db.session.query(Letter)] == ["en", "en"]


@settings(max_examples=25)
@given(
    people=st.lists(
        st.tuples(st.text(max_size=12), st.sampled_from(["a@b.example", "c@d.example", "x", ""])), max_size=5
    ),
    seats=st.integers(1, 4),
)
def test_whatever_is_typed_seats_are_never_oversold_and_nobody_is_there_twice(database, app, people, seats):
    with database.undoing():
        client = app.test_client()
        session = factories.a_session(capacity=seats)
        page = submit(client, form_of(session), **rows(*people))
        if page.status_code == 409:
            page = client.post(form_of(session), data=carried(page, wait="each"))
        assert page.status_code in (303, 422)
        assert list(broken()) == []
