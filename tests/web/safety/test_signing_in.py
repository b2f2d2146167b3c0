"""Signing in by a link that works once; signing out everywhere."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, sign_in, submit

from resal import clock, tokens
from resal.actions import Actor, team
from resal.db import db
from resal.models import Account, Letter
from resal.web import doors

HOME = "/coordination"


def link_of(app, account, **more):
    link = team.issue_link(account, **more)
    return f"/connexion/{tokens.issue(app.extensions['resal'].secret_keys, doors.SIGN_IN, link.nonce)}"


def test_a7_opening_a_link_uses_nothing_up_and_the_button_works_once(app, client):
    address = link_of(app, factories.an_account())
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert submit(client, address).location == HOME
    assert client.get(HOME).status_code == 200
    again = app.test_client()
    assert again.get(address).status_code == 410
    assert "Recevoir un nouveau lien" in again.get(address).text


def test_a7_a_link_ends_with_its_time(app, client, freeze):
    address = link_of(app, factories.an_account(), lasts=timedelta(minutes=30))
    freeze(clock.now() + timedelta(minutes=31))
    assert client.get(address).status_code == 410


def test_a1_the_session_known_before_is_worth_nothing_after(app, client):
    address = link_of(app, factories.an_account())
    token = csrf_token(client.get(address))
    before = client.get_cookie("resal").value
    client.post(address, data={"csrf_token": token})
    old = app.test_client()
    old.set_cookie("resal", before)
    assert old.get(HOME).status_code == 303


def test_a2_signing_out_ends_every_device(app):
    account = factories.an_account()
    phone, desk = (sign_in(app.test_client(), account) for _ in range(2))
    kept = phone.get_cookie("resal").value
    answer = phone.post("/deconnexion", data={"csrf_token": csrf_token(phone.get(HOME))})
    assert answer.status_code == 303
    replayed = app.test_client()
    replayed.set_cookie("resal", kept)
    assert [browser.get(HOME).status_code for browser in (phone, desk, replayed)] == [303, 303, 303]


@pytest.mark.parametrize("what", ["removed", "another role"])
def test_a2_removal_and_a_change_of_role_end_every_device(app, what):
    account = factories.an_account()
    factories.an_account()
    browser = sign_in(app.test_client(), account)
    if what == "removed":
        team.remove_member(account, Actor("system"))
    else:
        team.change_member(account, account.name, "reader", "fr", Actor("system"))
    assert browser.get(HOME).status_code == 303


def test_a3_no_get_signs_out(signed_in):
    assert signed_in.get("/deconnexion").status_code == 405
    assert signed_in.get(HOME).status_code == 200


def test_a10_the_last_coordinator_can_neither_leave_nor_step_down(app):
    from resal.actions import Refusal

    account = factories.an_account()
    with pytest.raises(Refusal, match="dernière personne"):
        team.remove_member(account, Actor("account", account.id))
    with pytest.raises(Refusal, match="dernière personne"):
        team.change_member(account, "x", "reader", "fr", Actor("account", account.id))
    db.session.rollback()
    assert db.session.get(Account, account.id).active


def test_h1_asking_for_a_link_says_the_same_of_every_address(client):
    factories.an_account(email="camille@resal.example")
    known = submit(client, "/connexion", email="camille@resal.example")
    unknown = submit(client, "/connexion", email="personne@resal.example")
    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("camille", "personne") == unknown.text
    assert [letter.to_email for letter in db.session.query(Letter)] == ["camille@resal.example"]


@pytest.mark.rate_limited
def test_h4_a_flood_of_requests_sends_few_letters_and_locks_nobody_out(app, client):
    factories.an_account(email="camille@resal.example")
    codes = [submit(client, "/connexion", email="camille@resal.example").status_code for _ in range(12)]
    assert set(codes) == {200}
    assert db.session.query(Letter).count() <= 6
    assert sign_in(app.test_client(), db.session.query(Account).one()).get(HOME).status_code == 200


@pytest.mark.parametrize("wanted", ["//mechant.example", "/\\mechant.example", "https://mechant.example"])
def test_g1_one_comes_back_only_to_our_own_pages(app, client, wanted):
    with client.session_transaction() as cookie:
        cookie["next"] = wanted
    assert submit(client, link_of(app, factories.an_account())).location == HOME


def test_the_page_asked_for_is_found_again_after_signing_in(app, client):
    client.get("/coordination/rencontres?q=haine")
    assert submit(client, link_of(app, factories.an_account())).location == "/coordination/rencontres?q=haine"


def test_c8_a_token_of_any_bytes_is_a_404(client):
    for token in ("é" * 43, "%00" * 43, "A" * 4000, "%ED%A0%80" * 9):
        assert client.get(f"/connexion/{token}").status_code in (404, 400, 414)


def test_o2_links_and_sessions_survive_the_rotation_of_the_key(app, settings):
    old, new = settings.secret_keys[0], "n" * 8 + "ouvelle-cle-de-signature-0123456789"
    nonce = tokens.new_nonce()
    token = tokens.issue([old], doors.SEAT, nonce)
    assert tokens.read([new, old], doors.SEAT, token) == nonce
    assert tokens.read([new], doors.SEAT, token) is None
