"""The questions of a session, as whoever registers meets them."""

import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from questions_at_hand import PERSON, a_question, answers, choices_of, form_of

from resal import clock, tokens
from resal.db import db
from resal.models import Answer, Letter, Registration
from resal.web import doors


def plainly(text):
    return text.replace("\u00a0", " ").replace("’", "'")


def seat_of(app, registration):
    return f"/inscription/{tokens.issue(app.extensions['resal'].secret_keys, doors.SEAT, registration.nonce)}"


def registrations():
    db.session.rollback()
    return db.session.query(Registration).order_by(Registration.id).all()


def test_the_form_asks_says_why_and_keeps_the_answer(client):
    session = factories.a_session(capacity=5)
    text = a_question(session, "Que voulez-vous apprendre?", help={"fr": "Une phrase suffit."})
    page = plainly(client.get(form_of(session)).text)
    for words in ("Que voulez-vous apprendre?", "Une phrase suffit.", "Pourquoi :", "Pour commander.",
                  "Réponse effacée 30 jours après la rencontre."):  # fmt: skip
        assert words in page
    answer = submit(client, form_of(session), **PERSON, **{f"q-{text.id}": "À écouter"})
    assert answer.status_code == 303
    assert answers() == [("Que voulez-vous apprendre?", "À écouter")]


def test_in_english_with_the_words_there_are(client):
    session = factories.a_session()
    a_question(session, "Votre repas?", "Viande", "Végé", label={"fr": "Votre repas?", "en": "Your meal?"})
    page = client.get(form_of(session, "en")).text
    assert "Your meal?" in page
    assert '<span lang="fr-CA">Viande</span>' in page


def test_what_must_be_answered_is_asked_for_and_nothing_typed_is_lost(client):
    session = factories.a_session()
    meal = a_question(session, "Votre repas?", "Viande", "Végé", required=True)
    other = a_question(session, "Autre chose?")
    page = submit(client, form_of(session), **PERSON, **{f"q-{other.id}": "Je viens à vélo"})
    assert (page.status_code, registrations()) == (422, [])
    assert "Répondez à cette question" in page.text
    assert "Je viens à vélo" in page.text
    assert f'href="#q-{meal.id}-0"' in page.text


def test_several_choices_are_several_answers(client):
    session = factories.a_session()
    days = a_question(session, "Quels ateliers?", "Matin", "Midi", "Soir", kind="choices")
    first, _second, third = choices_of(days)
    submit(client, form_of(session), **PERSON, **{f"q-{days.id}": [first, third]})
    assert answers() == [("Quels ateliers?", "Matin"), ("Quels ateliers?", "Soir")]


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_full_choice_is_shown_as_such_and_refused_without_losing_what_was_typed(client, app, kind):
    session = factories.a_session(capacity=9)
    workshop = a_question(session, "Quel atelier?", ("Contes", 1), "Radio", kind=kind)
    first, second = choices_of(workshop)
    assert "(une place)" in plainly(client.get(form_of(session)).text)
    page = client.get(form_of(session))
    submit(app.test_client(), form_of(session), **PERSON, **{f"q-{workshop.id}": first})
    late = {"csrf_token": csrf_token(page), "name": "Ana Silva", "email": "ana@maison.example", "organization": "CLSC"}
    refused = client.post(form_of(session), data={**late, f"q-{workshop.id}": first})
    assert (refused.status_code, len(registrations())) == (422, 1)
    assert "« Contes » est complet : choisissez autre chose." in plainly(refused.text)
    assert 'value="ana@maison.example"' in refused.text
    assert re.search(rf'value="{first}" disabled', refused.text)
    assert client.post(form_of(session), data={**late, f"q-{workshop.id}": second}).status_code == 303


def test_withdrawing_frees_the_choice_and_coming_back_too_late_loses_it(client, app):
    session = factories.a_session(capacity=9)
    workshop = a_question(session, "Quel atelier?", ("Contes", 1), "Radio")
    first, _second = choices_of(workshop)
    submit(client, form_of(session), **PERSON, **{f"q-{workshop.id}": first})
    seat = seat_of(app, registrations()[0])
    submit(client, f"{seat}/annuler")
    again = submit(app.test_client(), form_of(session), **{**PERSON, "name": "Ana"}, **{f"q-{workshop.id}": first})
    assert again.status_code == 303
    submit(client, seat, f"{seat}/retablir")
    kept = [(row.registration_id, row.option_id) for row in db.session.query(Answer)]
    assert registrations()[0].state == "confirmed"
    assert kept == [(registrations()[1].id, int(first))]


def test_a_sensitive_answer_wants_its_own_consent_and_may_always_be_left_out(client):
    session = factories.a_session(capacity=9)
    health = a_question(session, "Une allergie?", sensitive=True)
    page = client.get(form_of(session))
    assert "Réponse lue seulement par : Coordination." in plainly(page.text)
    refused = submit(client, form_of(session), **PERSON, **{f"q-{health.id}": "Arachides"})
    assert refused.status_code == 422
    assert "Cochez votre accord, ou laissez cette réponse vide." in refused.text
    assert "Arachides" in refused.text
    said = {f"q-{health.id}": "Arachides", f"q-{health.id}-consent": "y"}
    assert submit(client, form_of(session), **PERSON, **said).status_code == 303
    assert db.session.query(Answer).one().consented_at == pytest.approx(clock.now(), abs=timedelta(minutes=1))
    assert submit(client, form_of(session), **{**PERSON, "name": "Ana"}).status_code == 303
    assert not any("Arachides" in str(letter.facts) for letter in db.session.query(Letter))


def test_one_changes_ones_own_answers_and_keeps_the_choice_one_has(client, app):
    session = factories.a_session(capacity=9)
    workshop = a_question(session, "Quel atelier?", ("Contes", 1), "Radio")
    first, second = choices_of(workshop)
    submit(client, form_of(session), **PERSON, **{f"q-{workshop.id}": first})
    door = f"{seat_of(app, registrations()[0])}/modifier"
    page = client.get(door).text
    assert re.search(rf'value="{first}" checked', page)
    assert submit(client, door, **PERSON, **{f"q-{workshop.id}": first}).status_code == 303
    assert submit(client, door, **PERSON, **{f"q-{workshop.id}": second}).status_code == 303
    assert answers() == [("Quel atelier?", "Radio")]
    assert submit(client, door, **PERSON, **{f"q-{workshop.id}": ""}).status_code == 303
    assert answers() == []


def test_once_registration_has_closed_answers_stay_but_consent_may_be_taken_back(client, app, freeze):
    session = factories.a_session(closes_at=clock.now() + timedelta(days=1))
    plain, health = a_question(session, "Et puis?"), a_question(session, "Une allergie?", sensitive=True)
    said = {f"q-{plain.id}": "Rien", f"q-{health.id}": "Arachides", f"q-{health.id}-consent": "y"}
    submit(client, form_of(session), **PERSON, **said)
    door = f"{seat_of(app, registrations()[0])}/modifier"
    freeze(session.closes_at)
    page = client.get(door)
    assert "Vos réponses aux questions ne changent plus" in page.text
    assert "Arachides" not in page.text
    submit(client, door, **{**PERSON, "organization": "CLSC"})
    assert len(answers()) == 2
    submit(client, door, forget="1")
    assert answers() == [("Et puis?", "Rien")]


def test_somebody_already_registered_is_told_no_more_than_a_stranger_by_a_full_choice(client, app):
    session = factories.a_session(capacity=9)
    workshop = a_question(session, "Quel atelier?", ("Contes", 1), "Radio")
    first, second = choices_of(workshop)
    submit(client, form_of(session), **PERSON, **{f"q-{workshop.id}": second})
    submit(client, form_of(session), **{**PERSON, "name": "Ana Silva"}, **{f"q-{workshop.id}": first})
    shown = [
        submit(app.test_client(), form_of(session), **{**PERSON, "name": name}, **{f"q-{workshop.id}": first})
        for name in (PERSON["name"], "Personne Inconnue")
    ]
    assert [page.status_code for page in shown] == [422, 422]
    assert len(registrations()) == 2
    receipt = submit(app.test_client(), form_of(session), **PERSON, **{f"q-{workshop.id}": second})
    assert receipt.status_code == 303
    assert answers() == [("Quel atelier?", "Radio"), ("Quel atelier?", "Contes")]


def test_questions_that_changed_while_one_wrote_are_shown_before_anything_is_kept(client):
    session = factories.a_session(capacity=9)
    token = csrf_token(client.get(form_of(session)))
    meal = a_question(session, "Votre repas?", "Viande", "Végé", required=True)
    page = client.post(form_of(session), data={"csrf_token": token, **PERSON})
    assert (page.status_code, "Votre repas?" in page.text, registrations()) == (422, True, [])
    gone = client.post(form_of(session), data={"csrf_token": token, **PERSON, f"q-{meal.id + 7}": "x"})
    assert "Les questions viennent de changer" in gone.text


@pytest.mark.parametrize("typed", ["999999", "-1", "0", "é", "\x00", "1e9", "9" * 30])
@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_a_choice_nobody_offered_is_refused(client, kind, typed):
    session = factories.a_session()
    meal = a_question(session, "Votre repas?", "Viande", "Végé", kind=kind)
    page = submit(client, form_of(session), **PERSON, **{f"q-{meal.id}": typed})
    assert (page.status_code, "Choisissez dans la liste" in page.text, registrations()) == (422, True, [])


def test_a_text_too_long_is_refused_and_hostile_words_stay_words(client, app):
    session = factories.a_session()
    text = a_question(session, "<b>Pourquoi?</b>")
    assert "&lt;b&gt;Pourquoi?" in client.get(form_of(session)).text
    assert submit(client, form_of(session), **PERSON, **{f"q-{text.id}": "a" * 2001}).status_code == 422
    submit(client, form_of(session), **PERSON, **{f"q-{text.id}": "<script>alert(1)</script>"})
    page = client.get(f"{seat_of(app, registrations()[0])}/modifier").text
    assert "<script>alert" not in page


def test_k2_the_same_form_twice_answers_once(client):
    session = factories.a_session(capacity=9)
    text = a_question(session, "Et puis?")
    data = {"csrf_token": csrf_token(client.get(form_of(session))), **PERSON, f"q-{text.id}": "Rien"}
    assert client.post(form_of(session), data=data).location == client.post(form_of(session), data=data).location
    assert answers() == [("Et puis?", "Rien")]


def test_the_last_seat_gone_keeps_the_answers_for_the_line(client, app):
    session = factories.a_session(capacity=1)
    days = a_question(session, "Quels jours?", "Lundi", "Mardi", kind="choices")
    token = csrf_token(client.get(form_of(session)))
    factories.a_registration(session)
    sent = {"csrf_token": token, **PERSON, "expects": "seat", f"q-{days.id}": choices_of(days)}
    page = client.post(form_of(session), data=sent)
    assert page.status_code == 409
    hidden = re.findall(rf'type="hidden" name="q-{days.id}" value="(\d+)"', page.text)
    assert hidden == choices_of(days)


def test_a_session_that_asks_costs_two_statements_more_and_others_look_for_nothing(client, app, queries):
    plain, asking = factories.a_session(capacity=9), factories.a_session(capacity=9)
    workshop, text = a_question(asking, "Quel atelier?", ("Contes", 5), "Radio"), a_question(asking, "Et puis?")
    said = {f"q-{workshop.id}": choices_of(workshop)[0], f"q-{text.id}": "Rien"}
    for number in "abc":  # words are kept from one request to the next
        sent = {}
        for session, more in ((plain, {}), (asking, said)):
            browser = app.test_client()
            person = {**PERSON, "name": f"Ana {number} {session.id}"}
            data = {"csrf_token": csrf_token(browser.get(form_of(session))), **person, **more}
            with queries() as sent[session]:
                assert browser.post(form_of(session), data=data).status_code == 303
    assert [one for one in sent[plain] if "answers" in one or "questions" in one] == []
    assert len(sent[asking]) - len(sent[plain]) == 2, [*sent[asking]]


def test_a_whole_series_says_that_questions_follow_and_each_seat_asks_them(client, app):
    series = factories.a_series(register_whole=True)
    session, _other = (factories.a_session(series=series, capacity=9) for _ in range(2))
    a_question(session, "Votre repas?", "Viande", "Végé", required=True)
    form = f"/series/{series.id}/inscription"
    assert "vous y répondrez ensuite, de votre page" in client.get(form).text
    whole = client.get(submit(client, form, **PERSON).location)
    assert "ouvrez « Ma place » pour y répondre" in plainly(whole.text)
    seats = [client.get(seat_of(app, row)).text for row in registrations()]
    assert ["Répondre aux questions" in page for page in seats] == [True, False]
    door = f"{seat_of(app, registrations()[0])}/modifier"
    choice = re.findall(r'name="q-(\d+)" value="(\d+)"', client.get(door).text)[0]
    assert submit(client, door, **PERSON).status_code == 422
    assert submit(client, door, **PERSON, **{f"q-{choice[0]}": choice[1]}).status_code == 303
    assert "Répondre aux questions" not in client.get(seat_of(app, registrations()[0])).text


def test_a_receipt_looks_like_a_seat_where_questions_are_asked(client, app):
    session = factories.a_session(capacity=9)
    a_question(session, "Et puis?")
    first, stranger = (app.test_client() for _ in range(2))
    shown = [
        re.sub(r"R-\w{4}|[\w-]{43}", "", browser.get(submit(browser, form_of(session), **PERSON).location).text)
        for browser in (first, stranger)
    ]
    assert "Modifier mes renseignements et mes réponses" in shown[0]
    assert "Modifier mes renseignements et mes réponses" in shown[1]
    assert len(registrations()) == 1
