"""A date that nobody knows yet: editions and circles that wait for it, sessions that go back to waiting for it."""

from datetime import date

import factories
from filling_in import fields_of, plainly, send, send_again
from sessions_at_hand import here, sessions

from resal.db import db
from resal.models import localized


def test_a_new_edition_may_wait_for_its_date(signed_in):
    session = factories.a_session("Désamorcer")
    answer = send(signed_in, here(session, "nouvelle-edition"), date_known_as_fr="automne 2027")
    _, again = sessions()
    assert (answer.status_code, again.live_meetings, again.starts_at) == (303, [], None)
    assert again.date_known_as.in_language("fr") == "automne 2027"
    assert "automne 2027" in plainly(signed_in.get(here(again)).text)
    assert "une date, ou les mots pour la dire" not in plainly(signed_in.get(here(again, "publier")).text)


def test_a_new_edition_begins_without_the_words_for_the_date_of_the_one_before(signed_in):
    session = factories.a_session(starts_in=None, date_known_as=localized({"fr": "hiver 2027"}))
    assert fields_of(signed_in.get(here(session, "nouvelle-edition")))["date_known_as_fr"] == ""
    send(signed_in, here(session, "nouvelle-edition"))
    assert not sessions()[1].date_known_as


def test_a_circle_may_wait_for_its_dates_and_says_for_how_many(signed_in):
    training = factories.a_session("Désamorcer")
    page = signed_in.get(here(training, "cercle"))
    assert fields_of(page)["capacity"] == "10"
    send_again(signed_in, here(training, "cercle"), page, capacity=6, date_known_as_fr="au printemps")
    circle = sessions()[1]
    assert (circle.capacity, circle.live_meetings) == (6, [])
    assert circle.date_known_as.in_language("fr") == "au printemps"


def test_a_circle_for_nobody_is_refused_and_keeps_what_was_typed(signed_in):
    training = factories.a_session("Désamorcer")
    answer = send(signed_in, here(training, "cercle"), capacity=-3, date_known_as_fr="au printemps")
    assert (answer.status_code, len(sessions())) == (422, 1)
    assert "Indiquez au moins une place." in plainly(answer.text)
    assert fields_of(answer)["date_known_as_fr"] == "au printemps"


def postponed(signed_in, session, **more):
    look = send(signed_in, here(session, "deplacer"), undated="y", date_known_as_fr="hiver 2027", **more)
    return look, send_again(signed_in, here(session, "deplacer"), look, sure=1)


def test_a_session_goes_back_to_a_date_to_come_and_everybody_is_told(signed_in, outbox):
    session = factories.a_session("Haine en ligne")
    factories.a_registration(session)
    look, _answer = postponed(signed_in, session)
    said = plainly(look.text)
    assert "hiver 2027" in said[said.index("Après") :]
    assert "Le courriel : « Changement de date : Haine en ligne" in said
    db.session.refresh(session)
    assert (session.live_meetings, session.starts_at) == ([], None)
    assert session.date_known_as.in_language("fr") == "hiver 2027"
    assert [(letter.kind, letter.facts["when"]) for letter in outbox()] == [("moved", ["hiver 2027"])]


def test_a_date_to_come_needs_words(signed_in):
    session = factories.a_session()
    answer = send(signed_in, here(session, "deplacer"), undated="y")
    assert answer.status_code == 422
    assert "Dites ce qu'on sait de la date" in plainly(answer.text)
    assert fields_of(answer)["undated"] == "y", "what was ticked stays so"


def test_whoever_waits_for_the_date_is_told_again_only_once_it_is_known(signed_in, outbox):
    session = factories.a_session()
    postponed(signed_in, session)
    look = send(signed_in, here(session, "deplacer"), meetings__0__date="2027-02-03")
    send_again(signed_in, here(session, "deplacer"), look, sure=1)
    db.session.refresh(session)
    assert ([meeting.date for meeting in session.live_meetings], outbox()) == ([date(2027, 2, 3)], [])
