"""The letters of a change, seen and stopped on screen."""

import factories
from filling_in import plainly, send, send_again

from resal.db import db
from resal.models import Announcement


def moved(signed_in):
    session = factories.a_session("Haine en ligne", venue=factories.a_venue("Centre St-Pierre"))
    factories.a_registration(session)
    here = f"/coordination/rencontres/{session.id}"
    look = send(signed_in, here + "/deplacer", meetings__0__date="2026-12-10")
    send_again(signed_in, here + "/deplacer", look, sure=1)
    return here, f"/coordination/annonces/{db.session.query(Announcement.id).scalar()}"


def test_the_page_of_the_session_says_when_letters_leave_and_offers_to_stop_them(signed_in, outbox):
    here, change = moved(signed_in)
    page = plainly(signed_in.get(here).text)
    assert "Un courriel part à 10 h 15 (changement de date ou de lieu)." in page
    assert "Arrêter l'envoi" in page
    assert "Un courriel part à 10 h 15" in plainly(signed_in.get("/coordination").text)
    answer = send(signed_in, change, move="stop")
    assert (answer.status_code, answer.location, outbox()) == (303, here, [])
    after = plainly(signed_in.get(here).text)
    assert "L'envoi est arrêté : le courriel ne partira pas. Le changement, lui, reste fait." in after
    assert "personne n'a été prévenu" in after
    assert "Un courriel part" not in plainly(signed_in.get("/coordination").text)


def test_looking_at_the_page_stops_nothing(signed_in, outbox):
    _here, change = moved(signed_in)
    for _ in range(2):
        assert signed_in.get(change).status_code == 200
    assert len(outbox()) == 1


def test_stopped_letters_may_still_be_sent(signed_in, outbox):
    here, change = moved(signed_in)
    opened = signed_in.get(change)
    send(signed_in, change, move="stop")
    assert "Prévenir maintenant" in signed_in.get(here).text
    assert send(signed_in, change, move="send").status_code == 303
    assert [letter.due_at <= factories.clock.now() for letter in outbox()] == [True]
    refused = send_again(signed_in, change, opened, move="stop")
    assert "Ces courriels sont déjà partis." in signed_in.get(refused.location).text


def test_a_move_that_nobody_knows_is_refused(signed_in, outbox):
    _here, change = moved(signed_in)
    assert send(signed_in, change, move="burn").status_code == 400
    assert signed_in.get("/coordination/annonces/999").status_code == 404
    assert len(outbox()) == 1
