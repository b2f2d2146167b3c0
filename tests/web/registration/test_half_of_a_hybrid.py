"""Of a hybrid session, each person is told of the half they take part in, wherever they look."""

import re

import factories
import pytest
from harness.visitors import submit

from resal.actions import registering
from resal.actions.registering import Typed
from resal.actions.subscribing import create_feed
from resal.db import db
from resal.language.typography import fold
from resal.models import Registration
from resal.web import doors

HALL, LINK = "Grande salle", "https://visio.example/abc"


@pytest.fixture
def hybrid():
    venue = factories.a_venue(HALL)
    return factories.a_session(mode="hybrid", venue=venue, link=LINK, capacity=5, capacity_online=5)


def everywhere(client, registration):
    """The page of the seat, its file for the agenda, and the personal feed, as the reader sees them."""
    seat = f"/inscription/{doors.seat_token(registration.nonce)}"
    feed = f"/moi/{create_feed(registration.participant)}.ics"
    return [client.get(page).text.replace("\r\n ", "") for page in (seat, f"{seat}/agenda.ics", feed)]


def test_whoever_takes_part_online_is_never_sent_to_the_hall(client, hybrid):
    for text in everywhere(client, factories.a_registration(hybrid, mode="online")):
        assert HALL not in text
        assert LINK in text
        assert "À l’arrivée, dites votre nom" not in text


def test_whoever_comes_is_told_of_the_hall_alone(client, hybrid):
    for text in everywhere(client, factories.a_registration(hybrid, mode="in person")):
        assert HALL in text
        assert LINK not in text
        assert "en ligne" not in text.partition("<footer")[0].casefold()


def test_a_personal_feed_follows_whoever_changes_their_mind(client, hybrid):
    registration = factories.a_registration(hybrid, mode="in person")
    feed = f"/moi/{create_feed(registration.participant)}.ics"
    before = client.get(feed)
    seat = f"/inscription/{doors.seat_token(registration.nonce)}"
    person = registration.participant
    typed = {"name": person.name, "email": person.email, "organization": "Maison", "mode": "online", "language": "fr"}
    assert submit(client, f"{seat}/modifier", **typed).status_code == 303
    after = client.get(feed, headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 200
    assert HALL not in after.text


def test_the_letter_does_not_promise_a_link_that_is_not_shown_yet(signed_in, outbox):
    session = factories.a_session(mode="online", link=LINK, link_before=60)
    registering.register(session, Typed("Ana Silva", "ana@maison.example", "Maison"))
    (letter,) = outbox()
    assert "decembre 2026" in fold(letter.facts["link_from"])
    page = " ".join(signed_in.get(f"/coordination/lettres/{letter.id}").text.split())
    assert f"sera sur la page de votre place {' '.join(letter.facts['link_from'].split())}" in page


def typed_in(client, session, mode):
    page = f"/rencontres/{session.id}/inscription"
    return submit(client, page, name="Ana Silva", email="ana@maison.example", organization="Maison", mode=mode,
                  expects="seat", language="fr")  # fmt: skip


def test_a_full_half_is_said_before_and_the_other_half_offered_after(client, hybrid):
    hybrid.capacity_online = 1
    factories.a_registration(hybrid, mode="online")
    form = client.get(f"/rencontres/{hybrid.id}/inscription").text.replace("\u00a0", " ")
    assert "C’est complet en ligne : on y attend une place. Il en reste en personne." in form
    page = typed_in(client, hybrid, "online")
    assert page.status_code == 409
    other = page.text[page.text.index("Il reste des places") - 2000 :]
    assert "Venir en personne" in other
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page.text.rpartition("<form")[2]))
    assert (fields["mode"], fields["email"]) == ("in person", "ana@maison.example")
    answer = client.post(f"/rencontres/{hybrid.id}/inscription", data=fields)
    assert answer.status_code == 303
    row = db.session.query(Registration).filter_by(state="confirmed", mode="in person").one()
    assert row.participant.name == "Ana Silva"


def test_a_hall_with_seats_says_nothing_of_the_line(client, hybrid):
    form = client.get(f"/rencontres/{hybrid.id}/inscription").text
    assert "C’est complet" not in form
