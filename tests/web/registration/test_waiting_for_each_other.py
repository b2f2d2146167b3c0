"""A list that waits together: chosen on a page, said to each, left by a button, seen by the team."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import sign_in, submit
from several_at_hand import NAMES, carried, form_of, plain, registrations, rows, text_of

from resal import tokens
from resal.actions import Actor, registering
from resal.db import db
from resal.models import Letter
from resal.queries.promises import broken
from resal.web import doors


def a_list(client, session, wait, names=NAMES[:3]):
    page = submit(client, form_of(session), **rows(*names))
    assert page.status_code == 409
    return client.post(form_of(session), data=carried(page, wait=wait))


def seat_of(app, registration, page="", english=False):
    token = tokens.issue(app.extensions["resal"].secret_keys, doors.SEAT, registration.nonce)
    return f"/en/registration/{token}{page}" if english else f"/inscription/{token}{page}"


@pytest.fixture
def session():
    """Three seats, one of them free."""
    made = factories.a_session(capacity=3, starts_in=timedelta(days=9))
    for _ in range(2):
        factories.a_registration(made, source="team")
    return made


def test_how_a_group_waits_is_said_before_it_is_chosen(client, session):
    page = plain(submit(client, form_of(session), **rows(*NAMES[:3])))
    assert "D'ici là, les places libres vont à d'autres, et le groupe garde son rang." in page
    assert [f'value="{way}"' in page for way in ("each", "rest", "all")] == [True] * 3


@pytest.mark.parametrize(
    ("wait", "states", "words"),
    [
        ("each", ["confirmed", "waiting", "waiting"], ["Une place", "2 personnes sur la liste d'attente"]),
        ("rest", ["confirmed", "waiting", "waiting"], ["Une place", "2 personnes sur la liste", "ensemble"]),
        ("all", ["waiting", "waiting", "waiting"], ["3 personnes sur la liste d'attente", "ensemble"]),
    ],
)
def test_each_way_of_waiting_is_what_the_receipt_says(client, session, wait, states, words):
    receipt = plain(client.get(a_list(client, session, wait).location))
    assert [row.state for row in registrations()[2:]] == states
    assert all(said in receipt for said in words)
    assert len({row.waits_with for row in registrations() if row.waits_with}) == (wait != "each")
    assert list(broken()) == []


def test_the_letter_of_each_says_with_how_many_they_wait(client, session):
    a_list(client, session, "all")
    for letter in db.session.query(Letter).all():
        text = " ".join(text_of(letter).replace("\u00a0", " ").split())
        assert "Vous attendez avec 2 autres personnes" in text


def test_a_room_too_small_for_all_of_them_offers_no_waiting_for_all(client, session):
    page = submit(client, form_of(session), **rows(*NAMES[:5]))
    assert ['value="rest"' in page.text, 'value="all"' in page.text] == [False, False]
    again = client.post(form_of(session), data=carried(page, wait="all"))
    assert (again.status_code, len(registrations())) == (409, 2)


def test_one_of_them_may_wait_alone_by_a_button_and_a_get_does_nothing(client, app, session):
    a_list(client, session, "all")
    ana = registrations()[2]
    page = client.get(seat_of(app, ana))
    assert "Avec 2 autres personnes." in plain(page)
    assert client.get(seat_of(app, ana, "/attendre-a-part")).status_code == 405
    answer = submit(client, seat_of(app, ana), to=seat_of(app, ana, "/attendre-a-part"))
    assert answer.status_code == 303
    assert [row.state for row in registrations()[2:]] == ["confirmed", "waiting", "waiting"]
    assert "Attendre à part" not in client.get(seat_of(app, ana)).text
    again = submit(client, seat_of(app, ana, "/annuler"), to=seat_of(app, ana, "/attendre-a-part"))
    assert "n'est plus sur la liste d'attente" in plain(client.get(again.location))
    assert "Avec une autre personne." in plain(client.get(seat_of(app, registrations()[3])))


def test_the_team_sees_who_waits_together_and_may_part_them(app, client, session):
    a_list(client, session, "all")
    ana = registrations()[2]
    member = sign_in(app.test_client(), factories.an_account())
    page = plain(member.get(f"/coordination/rencontres/{session.id}/inscriptions?etat=attente"))
    assert page.count("avec 2 autres") == 3
    assert "Un groupe qui attend ensemble a des places quand il y en a une pour chaque personne." in page
    here = f"/coordination/inscriptions/{ana.id}"
    assert "Par quelqu'un de son organisme" in plain(member.get(here))
    answer = submit(member, here, move="alone")
    assert "Ana Silva a une place." in plain(member.get(answer.location))
    assert "n'est plus sur la liste" in plain(submit(member, here, move="alone"))
    assert [row.state for row in registrations()[2:]] == ["confirmed", "waiting", "waiting"]


def test_when_there_are_seats_for_all_meanwhile_they_have_them(client, session):
    page = submit(client, form_of(session), **rows(*NAMES[:3]))
    registering.resize(session, 9, None, Actor("account"))
    assert client.post(form_of(session), data=carried(page, wait="all")).status_code == 303
    assert [row.state for row in registrations()[2:]] == ["confirmed"] * 3
