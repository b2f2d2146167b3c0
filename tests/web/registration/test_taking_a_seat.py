"""Where letters about a free seat lead: looked at with GET, taken with a button."""

import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit

from resal import clock, tokens
from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Registration
from resal.web import doors


def seat_of(app, registration, page="", english=False):
    token = tokens.issue(app.extensions["resal"].secret_keys, doors.SEAT, registration.nonce)
    return f"/en/registration/{token}{page}" if english else f"/inscription/{token}{page}"


def register(session, name, **more):
    typed = Typed(name, f"{name.lower()}@maison.example", "Maison des jeunes", line=True, **more)
    return registering.register(session, typed).registration


def state(registration):
    db.session.rollback()
    return db.session.get(Registration, registration.id).state


def an_offer(**columns):
    """Somebody who is offered the seat of somebody who left."""
    session = factories.a_session(capacity=1, waiting_list="offer", **columns)
    first, second = register(session, "Ana"), register(session, "Bilal")
    registering.withdraw(first)
    return second


def on_the_eve():
    """Two people who wait while a seat is for the first who answers."""
    session = factories.a_session(capacity=1, starts_in=timedelta(hours=20))
    first, second, third = (register(session, name) for name in ("Ana", "Bilal", "Chloe"))
    registering.withdraw(first)
    return second, third


def test_d2_following_the_link_of_an_offer_takes_nothing_and_the_button_takes_it(client, app):
    second = an_offer()
    page = client.get(seat_of(app, second, "/prendre"))
    assert (page.status_code, state(second)) == (200, "offered")
    assert "jusqu’au mercredi 25 novembre 2026, 10 h" in plain(page)
    taken = submit(client, seat_of(app, second, "/prendre"))
    assert (taken.status_code, state(second)) == (303, "confirmed")
    assert "C’est confirmé, Bilal." in client.get(taken.location).text


def test_the_page_of_a_seat_that_is_offered_says_until_when_and_how_to_have_more_time(client, app):
    page = client.get(seat_of(app, an_offer(), english=True)).text
    assert "A seat is offered to you, Bilal." in page
    assert "Wednesday, November 25, 2026, 10" in page
    assert 'href="/en/contact"' in page
    assert "Let the seat go" in client.get(seat_of(app, an_offer(), "/cancel", english=True)).text


def test_an_offer_is_left_from_its_letter(client, app):
    second = an_offer()
    assert submit(client, seat_of(app, second, "/annuler")).status_code == 303
    assert state(second) == "withdrawn"


def test_an_offer_that_ran_out_is_said_and_one_comes_back_with_a_button(client, app, freeze):
    now = freeze(clock.now())
    second = an_offer()
    db.session.query(Letter).update({"state": "sent"})
    db.session.commit()
    freeze(now + timedelta(hours=25))
    registering.run_out(second.id)
    page = client.get(seat_of(app, second))
    assert "Le délai pour prendre la place est passé." in page.text
    late = client.get(seat_of(app, second, "/prendre"))
    assert "Vous n’êtes plus sur la liste." in late.text
    client.post(seat_of(app, second, "/retablir"), data={"csrf_token": csrf_token(page)})
    assert state(second) == "confirmed"


def test_the_first_who_answers_has_the_seat_and_who_is_late_is_told_kindly(client, app):
    second, third = on_the_eve()
    page = client.get(seat_of(app, second)).text
    assert "Une place est libre" in page
    assert "la première à répondre l’a" in page
    submit(client, seat_of(app, third, "/prendre"))
    late = client.post(
        seat_of(app, second, "/prendre"), data={"csrf_token": csrf_token(client.get(seat_of(app, third, "/modifier")))}
    )
    assert "La place est prise : une autre personne a répondu avant vous. Vous gardez votre rang." in plain(
        client.get(late.location)
    )
    assert (state(second), state(third)) == ("waiting", "confirmed")
    again = plain(client.get(seat_of(app, second, "/prendre")))
    assert "une autre personne a répondu avant vous" in again
    assert "Vous êtes 1re sur la liste" in again


def test_k2_pressing_twice_takes_one_seat(client, app):
    second = an_offer()
    for _ in range(2):
        token = csrf_token(client.get(seat_of(app, second, "/annuler")))
        assert client.post(seat_of(app, second, "/prendre"), data={"csrf_token": token}).status_code == 303
    assert db.session.query(Letter).filter_by(kind="confirmed", registration_id=second.id).count() == 1


@pytest.mark.parametrize("page", ["/prendre", "/take"])
def test_c5_a_link_that_is_not_a_seat_takes_nothing(client, app, page):
    registration = an_offer()
    prefix = "/inscription" if page == "/prendre" else "/en/registration"
    stranger = tokens.issue(app.extensions["resal"].secret_keys, doors.SPACE, registration.nonce)
    for token in (stranger, "A" * 43, "x", "é" * 43):
        assert client.get(f"{prefix}/{token}{page}").status_code == 404
    assert state(registration) == "offered"


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({}, "Elle est à la première personne de la liste"),
        ({"waiting_list": "offer", "offer_hours": 4}, "qui a 4 heures pour répondre"),
        ({"starts_in": timedelta(hours=20)}, "On écrit à toutes les personnes qui attendent"),
    ],
)
def test_how_the_line_moves_is_said_before_and_after_one_lines_up(client, app, columns, words):
    session = factories.a_session(capacity=1, **columns)
    register(session, "Ana")
    assert words in plain(client.get(f"/rencontres/{session.id}/inscription"))
    assert words in plain(client.get(seat_of(app, register(session, "Bilal"))))


def test_h1_somebody_already_in_line_is_shown_what_somebody_new_is(client):
    session = factories.a_session(capacity=1)
    register(session, "Ana")
    shown = []
    for _ in range(2):
        form = client.get(f"/rencontres/{session.id}/inscription")
        answer = client.post(
            f"/rencontres/{session.id}/inscription",
            data={
                "csrf_token": csrf_token(form),
                "name": "Bilal",
                "email": "bilal@maison.example",
                "organization": "Maison",
            },
        )
        page = plain(client.get(answer.location))
        shown.append(re.findall(r"<h2>[^<]*</h2>", page))
        client.delete_cookie("session")
    assert shown[0] == shown[1]


def test_h1_beyond_the_cap_of_an_organization_somebody_known_is_shown_what_somebody_new_is(client):
    session = factories.a_session(capacity=5, organization_cap=1)
    register(session, "Ana")
    shown = []
    for name in ("Ana", "Bilal"):
        form = client.get(f"/rencontres/{session.id}/inscription")
        assert "Une place par organisme; au-delà, la coordination répond" in plain(form)
        answer = client.post(
            f"/rencontres/{session.id}/inscription",
            data={
                "csrf_token": csrf_token(form), "name": name, "email": f"{name.lower()}@maison.example",
                "organization": "Maison des jeunes",
            },
        )  # fmt: skip
        shown.append(re.findall(r"<h[12][^>]*>[^<]*</h[12]>", plain(client.get(answer.location)).replace(name, "X")))
        client.delete_cookie("session")
    assert shown[0] == shown[1]


def test_the_team_gives_more_time_or_accepts_for_somebody_on_the_phone(signed_in, app):
    second = an_offer()
    page = f"/coordination/inscriptions/{second.id}"
    assert "Donner plus de temps" in signed_in.get(page).text
    before = second.offered_until
    assert submit(signed_in, page, move="extend").status_code == 303
    db.session.rollback()
    assert db.session.get(Registration, second.id).offered_until > before
    assert submit(signed_in, page, move="take").status_code == 303
    assert state(second) == "confirmed"
    assert submit(signed_in, page, move="extend").status_code == 422


def plain(answer):
    return answer.text.replace("\u00a0", " ")
