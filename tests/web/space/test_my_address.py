"""Another address: nothing changes until the link sent to the new one is used; the old one is told before."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from space_at_hand import ana, beside, opened

from resal import addresses, clock, tokens
from resal.actions import interest, readdressing, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.letters.overtaken import verdict
from resal.models import AddressChange, Letter, Participant, Subscription
from resal.web import doors

OLD, NEW = "ana@maison.example", "ana@quartier.example"


def letters():
    db.session.rollback()
    return [(letter.kind, letter.to_email) for letter in db.session.query(Letter).order_by(Letter.id)]


def email_of(person):
    db.session.rollback()
    return db.session.get(Participant, person.id).email


def link_of(app, change, language="fr"):
    token = tokens.issue(app.extensions["resal"].secret_keys, doors.ADDRESS, change.nonce)
    return addresses.path("space.address", language, token=token)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_both_addresses_are_written_to_and_nothing_changes_until_the_new_one_answers(client, app, language):
    person = ana()
    address = opened(person, language=language)
    assert submit(client, beside(address, "space.email", language), email=NEW).status_code == 303
    assert letters() == [("address_confirm", NEW), ("address_asked", OLD)]
    [change] = db.session.query(AddressChange)
    link = link_of(app, change, language)
    assert NEW in client.get(link).text
    assert email_of(person) == OLD
    done = submit(client, link)
    assert done.status_code == 303
    assert email_of(person) == NEW
    assert (client.get(done.location).status_code, client.get(address).status_code) == (200, 404)


def test_confirmed_twice_it_is_done_once_and_the_page_says_so(client, app):
    change = readdressing.ask(ana(), NEW, "fr")
    link = link_of(app, change)
    token = csrf_token(client.get(link))
    first, second = (client.post(link, data={"csrf_token": token}) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 200)
    assert "C’est déjà fait" in second.text
    assert NEW not in str([row.email for row in db.session.query(AddressChange)])


def test_letters_that_wait_and_news_follow(client, app):
    registration = registering.register(factories.a_session(), Typed("Ana Silva", OLD, "École", news=True)).registration
    readdressing.confirm(readdressing.ask(registration.participant, NEW, "fr"))
    assert letters() == [("confirmed", NEW), ("address_confirm", NEW), ("address_asked", OLD)]
    [wish] = db.session.query(Subscription)
    assert (wish.email, wish.email_key) == (NEW, NEW)


def test_news_of_an_address_somebody_else_has_too_stay_there():
    factories.a_participant("Bilal Roy", email=OLD)
    interest.ask_for_news(OLD, "fr", [], [])
    readdressing.confirm(readdressing.ask(ana(), NEW, "fr"))
    [wish] = db.session.query(Subscription)
    assert wish.email == OLD


def test_h1_an_address_somebody_of_the_same_name_has_is_told_only_to_who_reads_it(client, app):
    factories.a_participant("Ana Silva", email=NEW)
    person = ana()
    assert submit(client, beside(opened(person), "space.email"), email=NEW).status_code == 303
    [change] = db.session.query(AddressChange)
    answer = submit(client, link_of(app, change))
    assert (answer.status_code, "déjà ceux d’une autre inscription" in answer.text) == (422, True)
    assert email_of(person) == OLD


def test_a_change_that_was_asked_for_again_or_too_long_ago_confirms_nothing(client, app, freeze):
    person = ana()
    first = link_of(app, readdressing.ask(person, "autre@x.example", "fr"))
    second = link_of(app, readdressing.ask(person, NEW, "fr"))
    assert client.get(first).status_code == 404
    freeze(clock.now() + timedelta(days=3))
    assert (client.get(second).status_code, client.post(second, data={}).status_code) == (410, 400)
    assert [verdict(letter, clock.now()) for letter in db.session.query(Letter).order_by(Letter.id)] == [
        "cancelled", None, "missed", None,
    ]  # fmt: skip
    freeze(clock.now() + timedelta(seconds=1))
    assert readdressing.forget_old() == 1
    assert email_of(person) == OLD


@pytest.mark.parametrize("typed", ["", "ana@", OLD, "x" * 300 + "@y.example", "a b@c.example", "ana@maison.example\nx"])
def test_what_is_no_other_address_is_refused_and_nobody_is_written_to(client, typed):
    assert submit(client, beside(opened(ana()), "space.email"), email=typed).status_code == 422
    assert letters() == []


@pytest.mark.rate_limited
def test_h3_somebody_asks_five_strangers_a_day_at_most(client):
    page = beside(opened(ana()), "space.email")
    codes = [submit(client, page, email=f"{number}@x.example").status_code for number in range(6)]
    assert codes == [303] * 5 + [429]


def test_c1_the_link_of_another_purpose_confirms_nothing(client, app):
    change = readdressing.ask(ana(), NEW, "fr")
    keys = app.extensions["resal"].secret_keys
    for purpose in (doors.SPACE, doors.SEAT, doors.UNSUBSCRIBE):
        wrong = tokens.issue(keys, purpose, change.nonce)
        assert client.get(f"/moi/adresse/{wrong}").status_code == 404
