"""Signed out while writing: what was typed is there, and goes through once one is back."""

import factories
from filling_in import fields_of, plainly, send, send_again
from harness.visitors import sign_in

from resal.db import db
from resal.models import TrainingSession

NEW = "/coordination/rencontres/nouvelle"
TYPED = {"title_fr": "Haine en ligne <b>", "summary_fr": "Une ligne.\nUne autre.", "capacity": "12"}


def titles():
    db.session.expire_all()
    return [title["fr"] for (title,) in db.session.query(TrainingSession.title)]


def test_d6_nothing_typed_is_lost_when_the_session_has_ended(app):
    account = factories.an_account()
    member = sign_in(app.test_client(), account)
    opened = member.get(NEW)
    member.delete_cookie("resal")
    stopped = send_again(member, NEW, opened, **TYPED)
    assert (stopped.status_code, titles()) == (400, [])  # the token went with the cookie
    assert "Votre session a pris fin" in stopped.text
    assert "no-store" in stopped.headers["Cache-Control"]
    still = send_again(member, NEW, stopped)
    assert (still.status_code, titles()) == (403, [])
    assert {name: fields_of(still)[name].replace("\r", "") for name in TYPED} == TYPED
    sign_in(member, account)
    confirmed = send_again(member, NEW, still)
    again = confirmed if confirmed.status_code == 303 else send_again(member, NEW, confirmed)
    assert (again.status_code, titles()) == (303, ["Haine en ligne <b>"])


def test_a_stranger_gets_the_same_page_and_nothing_is_written(client):
    answer = send(client, "/connexion", email="a@b.example")  # any page with a token
    assert answer.status_code < 400
    token = fields_of(client.get("/connexion"))["csrf_token"]
    refused = client.post(NEW, data={"csrf_token": token, "title_fr": "À moi"})
    assert (refused.status_code, titles()) == (403, [])
    assert "Votre session a pris fin" in plainly(refused.text)
