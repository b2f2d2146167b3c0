"""« Publier plus tard » on screen."""

import factories
import pytest
from filling_in import fields_of, plainly, send

from resal.actions import interest
from resal.db import db
from resal.models import TrainingSession


def here(session, page="publier-plus-tard"):
    return f"/coordination/rencontres/{session.id}/{page}".rstrip("/")


def a_draft(**columns):
    return factories.a_session("Haine en ligne", published=False, venue=factories.a_venue(), **columns)


def planned(session):
    db.session.expire_all()
    return db.session.get_one(TrainingSession, session.id).publish_at


def test_the_hour_is_that_of_the_session_and_the_page_tells_it(signed_in):
    session = a_draft()
    assert "Publier plus tard" in signed_in.get(here(session, "publier")).text
    answer = send(signed_in, here(session), publish_at="2026-12-01T09:00")
    assert (answer.status_code, answer.location) == (303, here(session, ""))
    assert planned(session).isoformat() == "2026-12-01T14:00:00+00:00"
    page = plainly(signed_in.get(here(session, "")).text)
    assert "Publication prévue : mardi 1er décembre 2026, 9 h." in page
    assert fields_of(signed_in.get(here(session)))["publish_at"] == "2026-12-01T09:00"
    assert send(signed_in, here(session), forget=1).status_code == 303
    assert planned(session) is None


def test_those_who_ask_for_such_sessions_are_told_then_when_that_is_ticked(signed_in):
    session = a_draft()
    interest.ask_for_news("ana@maison.example", "fr", [], [])
    page = plainly(signed_in.get(here(session)).text)
    assert "Prévenir alors les personnes abonnées" in page
    assert "une personne aujourd'hui" in page
    send(signed_in, here(session), publish_at="2026-12-01T09:00", announce="y")
    assert "Les personnes abonnées seront prévenues." in plainly(signed_in.get(here(session, "")).text)
    assert fields_of(signed_in.get(here(session)))["announce"] == "y"
    send(signed_in, here(session), publish_at="2026-12-02T09:00", announce=[])
    assert "seront prévenues" not in plainly(signed_in.get(here(session, "")).text)


def test_nobody_is_told_of_what_is_not_for_all(signed_in):
    assert "Prévenir alors" not in plainly(signed_in.get(here(a_draft(visibility="unlisted"))).text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "Choisissez le jour et l'heure"),
        ("demain", "Écrivez la date et l'heure au complet"),
        ("2026-11-01T09:00", "Choisissez un moment à venir"),
        ("0001-01-01T00:00", "cette date est d'avant l'an 2000"),
        ("9999-12-31T23:59", "cette date est à plus de cinq ans"),
        ("2027-03-14T02:30", "n'existe pas"),
        ("2027-11-07T01:30", "arrive deux fois"),
    ],
)
def test_an_hour_that_makes_no_sense_plans_nothing_and_stays_written(signed_in, typed, words):
    session = a_draft()
    answer = send(signed_in, here(session), publish_at=typed)
    assert (answer.status_code, words in plainly(answer.text), planned(session)) == (422, True, None)
    assert f'value="{typed}"' in answer.text


def test_what_is_published_is_not_planned(signed_in):
    session = factories.a_session()
    assert signed_in.get(here(session)).location == here(session, "")


def test_what_lacks_something_says_what_before_it_can_be_planned(signed_in):
    session = a_draft(capacity=None)
    page = plainly(signed_in.get(here(session)).text)
    assert "Il manque, pour publier : le nombre de places." in page
    assert "datetime-local" not in page
