"""What people answered, as the team reads it: by the roles named, until its time has passed."""

from datetime import datetime, timedelta

import factories
import pytest
from asking_at_hand import a_question, somebody_answers
from filling_in import plainly, send
from harness.visitors import sign_in
from sessions_at_hand import here

from resal import clock
from resal.actions import SYSTEM, Refusal, answering, registering, scheduling
from resal.actions.answering import Reply
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Answer, QuestionOption


def test_a_sensitive_answer_is_shown_to_the_roles_named_and_to_nobody_else(app, signed_in):
    session = factories.a_session(capacity=9)
    host = sign_in(app.test_client(), factories.an_account("host"))
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    ours = a_question(session, "Allergie?", sensitive=True, readers=("coordinator",))
    theirs = a_question(session, "Fauteuil?", sensitive=True, readers=("host",))
    replies = [Reply(ours.id, "Arachides", consent=True), Reply(theirs.id, "Rampe", consent=True)]
    typed = Typed("Ana Silva", "ana@maison.example", "CLSC", answers=replies)
    registration = registering.register(session, typed).registration
    results = here(session, "reponses")
    assert [word in signed_in.get(results).text for word in ("Arachides", "Rampe")] == [True, False]
    assert [word in host.get(results).text for word in ("Arachides", "Rampe")] == [False, True]
    assert reader.get(results).status_code == 403
    one = signed_in.get(f"/coordination/inscriptions/{registration.id}").text
    assert [word in one for word in ("Arachides", "Rampe")] == [True, False]


def test_the_team_answers_for_somebody_what_is_not_sensitive(signed_in):
    session = factories.a_session(capacity=9)
    plain = a_question(session, "Votre repas?", ("Viande", 1), ("Végé", None), required=True)
    health = a_question(session, "Allergie?", sensitive=True)
    choice = str(plain.options[0].id)
    page = here(session, "inscriptions/ajouter")
    person = {"name": "Ana Silva", "email": "ana@maison.example", "organization": "CLSC"}
    shown = signed_in.get(page).text
    assert ("Votre repas?" in shown, "Allergie?" in shown, "seule la personne répond" in shown) == (True, False, True)
    assert send(signed_in, page, **person, **{f"q-{plain.id}": choice}).status_code == 303
    full = send(signed_in, page, **{**person, "name": "Samir"}, **{f"q-{plain.id}": choice})
    assert (full.status_code, "« Viande » est complet" in plainly(full.text)) == (422, True)
    assert send(signed_in, page, **{**person, "name": "Samir"}).status_code == 303  # they may not know
    typed = Typed("Lou", "lou@maison.example", "CLSC", answers=[Reply(health.id, "Noix", consent=True)])
    with pytest.raises(Refusal):
        registering.register(session, typed, SYSTEM)


def test_n2_answers_leave_when_their_time_has_passed_and_the_counts_stay(signed_in, freeze):
    session = factories.a_session(capacity=9)
    short = a_question(session, "Atelier?", ("Contes", 1), ("Radio", None))
    long = a_question(session, "Et puis?", kept_days=365)
    replies = [Reply(short.id, choices=(short.options[0].id,)), Reply(long.id, "Secret")]
    registering.register(session, Typed("Ana Silva", "ana@maison.example", "CLSC", answers=replies))
    freeze(session.ends_at + timedelta(days=29))
    assert answering.forget_old() == 0
    freeze(session.ends_at + timedelta(days=31))
    assert answering.forget_old() == 1
    assert answering.forget_old() == 0
    page = plainly(signed_in.get(here(session, "reponses")).text)
    assert ("1 sur 1" in page, "Réponses effacées le" in page, "Secret" in page) == (True, True, True)
    freeze(session.ends_at + timedelta(days=366))
    assert answering.forget_old() == 1
    assert db.session.query(Answer).count() == 0
    assert [one.counted for one in db.session.query(QuestionOption).order_by(QuestionOption.id)] == [1, 0]


@pytest.mark.parametrize(
    ("words", "over"), [("hiver 2027", "2027-03-31T23:59:59+00:00"), ("bientôt", "2027-11-24T10:00:00-05:00")]
)
def test_n2_answers_for_a_session_that_never_gets_a_date_leave_as_well(freeze, words, over):
    now = freeze(clock.now())
    session = factories.a_session(capacity=9)
    question = a_question(session, "Repas?")
    replies = [Reply(question.id, "Sans viande")]
    registering.register(session, Typed("Ana Silva", "ana@maison.example", "CLSC", answers=replies))
    to = scheduling.MovePlan.of(session, meetings=[], known_as={"fr": words})
    scheduling.reschedule(session, to, session.revision, SYSTEM)
    over = datetime.fromisoformat(over)
    assert now < over
    freeze(over + timedelta(days=29))
    assert answering.forget_old() == 0
    freeze(over + timedelta(days=30, seconds=2))
    assert answering.forget_old() == 1


def test_the_pages_cost_the_same_for_a_hundred_answers_as_for_one(signed_in, queries):
    session = factories.a_session(capacity=None)
    row = a_question(session, "Atelier?", ("Contes", None), ("Radio", None))
    counts = []
    for crowd in (1, 20):
        for number in range(crowd):
            somebody_answers(
                session, row, choices=[row.options[0].id], name=f"P{crowd}{'abcdefghijklmnopqrst'[number]}"
            )
        signed_in.get(here(session, "reponses"))
        with queries() as sent:
            assert signed_in.get(here(session, "reponses")).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert clock.now() < session.starts_at
