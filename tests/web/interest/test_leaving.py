"""The page behind the link of each letter: change one's choices, or leave."""

import re

import factories
import pytest
from harness.visitors import submit

from resal import tokens
from resal.actions import interest, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Subscription, localized
from resal.web import doors

ANA = "ana@maison.example"
CLICK = {"List-Unsubscribe": "One-Click"}
PURPOSES = (doors.SEAT, doors.SPACE, doors.ACCESS, doors.SIGN_IN)


def news(*themes, email=ANA):
    return interest.ask_for_news(email, "fr", list(themes), [])


def link_of(subscription, app, purpose=doors.UNSUBSCRIBE, language="fr"):
    token = tokens.issue(app.extensions["resal"].secret_keys, purpose, subscription.nonce)
    return f"/desabonnement/{token}" if language == "fr" else f"/en/unsubscribe/{token}"


def left(subscription):
    db.session.expire_all()
    return db.session.get(Subscription, subscription.id).withdrawn_at is not None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_looking_changes_nothing_and_the_page_is_kept_by_nobody(client, app, language):
    asked = news()
    page = client.get(link_of(asked, app, language=language))
    assert (page.status_code, ANA in page.text, left(asked)) == (200, True, False)
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert client.head(link_of(asked, app)).status_code == 200
    assert not left(asked)


def test_d4_one_click_leaves_without_a_token_or_cookie_and_twice_is_once(app):
    asked, other = news(), news(email="bilal@maison.example")
    for _ in range(2):
        answer = app.test_client().post(link_of(asked, app), data=CLICK, headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, answer.mimetype, "Set-Cookie" in answer.headers) == (200, "text/plain", False)
        assert (left(asked), left(other)) == (True, False)
    assert "Vous ne recevrez plus rien" in app.test_client().get(link_of(asked, app)).text


def test_the_button_leaves_and_says_so(client, app):
    asked = news()
    answer = client.post(link_of(asked, app), data={"leave": "1"})
    assert (answer.status_code, answer.location) == (303, link_of(asked, app))
    assert "Vous ne recevrez plus rien" in client.get(answer.location).text
    assert left(asked)


def test_choices_are_changed_and_bad_ones_are_refused_beside_their_field(client, app):
    factories.a_theme("Gangs", key="gangs")
    factories.a_theme("Haine", key="hate")
    asked = news("gangs")
    assert re.findall(r'value="(\w+)" checked', client.get(link_of(asked, app)).text) == ["gangs"]
    data = {"save": "1", "themes": ["hate"], "boroughs": ["Verdun"]}
    assert client.post(link_of(asked, app), data=data).status_code == 303
    db.session.expire_all()
    assert (asked.themes, asked.boroughs) == (["hate"], ["Verdun"])
    for wrong in ({"themes": ["inconnu"]}, {"boroughs": ["x"] * 10_000}):
        assert client.post(link_of(asked, app), data={"save": "1", **wrong}).status_code == 422
    db.session.expire_all()
    assert (asked.themes, asked.boroughs) == (["hate"], ["Verdun"])


def test_a_post_that_says_nothing_does_nothing(client, app):
    asked = news()
    for data in ({}, {"List-Unsubscribe": "Perhaps"}, {"x": "y"}):
        assert client.post(link_of(asked, app), data=data).status_code == 400
    assert not left(asked)


def test_who_waits_for_a_session_sees_which(client, app):
    session = factories.a_session("Haine en ligne", starts_in=None, date_known_as=localized({"fr": "en hiver"}))
    asked = interest.ask_for_session(session, ANA, "fr")
    page = client.get(link_of(asked, app)).text
    assert ("Haine en ligne" in page, "Enregistrer mes choix" in page) == (True, False)


@pytest.mark.parametrize("purpose", PURPOSES)
def test_c5_a_link_made_for_something_else_opens_nothing_here(client, app, purpose):
    asked = news()
    for answer in (client.get(link_of(asked, app, purpose)), client.post(link_of(asked, app, purpose), data=CLICK)):
        assert answer.status_code == 404
    assert not left(asked)


def test_c5_the_link_to_leave_opens_nothing_else(client, app):
    typed = Typed("Ana Silva", ANA, "Maison des jeunes")
    seat = registering.register(factories.a_session(), typed).registration
    asked = news()
    asked.nonce = seat.nonce  # even for the same random number
    db.session.commit()
    token = link_of(asked, app).rpartition("/")[2]
    for page in (f"/inscription/{token}", f"/inscription/{token}/annuler", f"/moi/{token}.ics", f"/connexion/{token}"):
        assert client.get(page).status_code in (404, 410), page
    assert client.post(f"/desabonnement/{doors.seat_token(seat.nonce)}", data=CLICK).status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 43, "é" * 43, "A" * 5000, "%00", "..%2f", "A" * 42 + "\u0663"])
def test_c1_unknown_and_malformed_links_are_one_and_the_same_404(client, token):
    expected, answer = client.get("/desabonnement/" + "B" * 43), client.get(f"/desabonnement/{token}")
    twin = re.compile(r'<a href="/en/[^"]*" lang="en-CA"')
    assert (answer.status_code, twin.sub("", answer.text)) == (404, twin.sub("", expected.text))
    assert client.post(f"/desabonnement/{token}", data=CLICK).status_code == 404


def test_the_link_in_the_letter_is_this_one(client, app, signed_in):
    theme = factories.a_theme("Gangs", key="gangs")
    asked = news("gangs")
    session = factories.a_session(published=False, venue=factories.a_venue(), themes=[theme])
    submit(signed_in, f"/coordination/rencontres/{session.id}/publier", announce="1")
    [letter] = db.session.query(Letter).filter_by(kind="announced").all()
    shown = signed_in.get(f"/coordination/lettres/{letter.id}").text
    assert ("[lien secret]" in shown, link_of(asked, app) in shown) == (True, False)
