"""The questions of a session on the team's pages: written, put in order, corrected."""

import factories
import pytest
from asking_at_hand import CHOICES, WORDS, a_question, new, options, page_of, questions, somebody_answers
from filling_in import fields_of, plainly, send, send_again
from harness.visitors import csrf_token
from sessions_at_hand import here

from resal.actions import SYSTEM, Refusal
from resal.actions.scheduling import asking, repeat
from resal.db import db
from resal.models import Answer, Entry, Question, QuestionOption, TrainingSession


def test_a_question_is_written_with_its_choices_and_places(signed_in):
    session = factories.a_session()
    answer = send(signed_in, new(session), **WORDS, **CHOICES, choices__0__places="12", required="y", kept_days="90")
    assert (answer.status_code, answer.location) == (303, here(session, "questions"))
    [row] = questions(session)
    assert (row.kind, row.label["fr"], row.required, row.kept_days) == ("choice", "Votre repas?", True, 90)
    assert options(row) == [("Viande", 12), ("Végé", None)]
    page = plainly(signed_in.get(here(session, "questions")).text)
    for words in ("Votre repas?", "obligatoire", "Viande", "Réponse effacée trois mois après la rencontre."):
        assert words in page
    fields = fields_of(signed_in.get(page_of(row)))
    assert (fields["label_fr"], fields["choices-0-places"], fields["required"]) == ("Votre repas?", "12", "y")
    assert [entry.deed for entry in db.session.query(Entry) if entry.deed.startswith("question")] == ["question.saved"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"label_fr": ""}, "Écrivez la question"),
        ({"purpose_fr": " "}, "Dites pourquoi on le demande"),
        ({"label_fr": "a" * 201}, "Raccourcissez"),
        ({"kind": "choice"}, "Écrivez au moins deux choix."),
        ({"kind": "mystère"}, "Choisissez dans la liste"),
        ({"kept_days": "99999"}, "Choisissez dans la liste"),
        ({"kept_days": "-1"}, "Choisissez dans la liste"),
        ({"sensitive": "y", "required": "y"}, "ne peut pas être exigée"),
        ({"sensitive": "y", "readers": []}, "Dites qui peut lire"),
        ({"sensitive": "y", "readers": "reader"}, "Choisissez dans la liste"),
        ({**CHOICES, "choices__0__places": "0"}, "Indiquez au moins une place"),
        ({**CHOICES, "choices__0__places": "-3"}, "Indiquez au moins une place"),
        ({**CHOICES, "choices__0__places": "9" * 30}, "Ce nombre est trop grand"),
        ({**CHOICES, "choices__0__places": "dix"}, "Écrivez un nombre entier"),
        ({**CHOICES, "choices__0__label_fr": "", "choices__0__label_en": "Meat"}, "Écrivez ce choix"),
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_is_kept(signed_in, typed, words):
    session = factories.a_session()
    page = send(signed_in, new(session), **{**WORDS, **typed})
    assert page.status_code == 422
    assert words in plainly(page.text)
    assert questions(session) == []


def test_the_editor_warns_at_the_second_question(signed_in):
    session = factories.a_session()
    warned = "Chaque question fait fuir des gens."
    assert warned not in signed_in.get(new(session)).text
    a_question(session, "Une")
    assert warned in signed_in.get(new(session)).text
    assert warned not in signed_in.get(here(session, "questions")).text
    a_question(session, "Deux")
    assert warned in signed_in.get(here(session, "questions")).text


def test_choices_grow_and_shrink_by_a_button_and_save_nothing(signed_in):
    session = factories.a_session()
    page = send(signed_in, new(session), **WORDS, **CHOICES, add="choices")
    assert (page.status_code, "choices-2-label_fr" in page.text, questions(session)) == (200, True, [])
    assert "Viande" in page.text
    less = send_again(signed_in, new(session), page, drop="choices-0")
    assert ("Viande" in less.text, "Végé" in less.text) == (False, True)


def test_questions_are_put_in_order(signed_in):
    session = factories.a_session()
    first, second, third = (a_question(session, words).id for words in ("Une", "Deux", "Trois"))
    for step, number in (("down", first), ("up", first), ("up", third), ("up", first), ("down", second)):
        page = signed_in.get(here(session, "questions"))
        data = {"csrf_token": csrf_token(page), step: number}
        assert signed_in.post(here(session, "questions"), data=data).status_code == 303
    assert [row.id for row in questions(session)] == [first, third, second]


def test_frozen_once_answered_a_correction_is_a_new_version_beside_the_old(signed_in):
    session = factories.a_session(capacity=9)
    row = a_question(session, "Votre repsa?", ("Viande", 2), ("Végé", None))
    meat = row.options[0].id
    send(signed_in, page_of(row), label_fr="Votre repass?")
    assert [one.version for one in questions(session)] == [1]  # nobody had answered
    somebody_answers(session, row, choices=[meat])
    assert "Des gens ont répondu" in signed_in.get(page_of(row)).text
    assert send(signed_in, page_of(row), label_fr="Votre repas?").status_code == 303
    old, new_ = questions(session)
    assert [(old.label["fr"], old.version), (new_.label["fr"], new_.version)] == [("Votre repass?", 1),
                                                                                  ("Votre repas?", 2)]  # fmt: skip
    page = plainly(signed_in.get(here(session, "reponses")).text)
    for words in ("Votre repas?", "Votre repass?", "Corrigée le", "Posée jusqu'au", "1 sur 2", "Ana Silva"):
        assert words in page, words
    assert signed_in.get(page_of(old)).status_code == 404


def test_a_choice_draws_from_the_same_places_in_every_version(signed_in):
    session = factories.a_session(capacity=9)
    row = a_question(session, "Atelier?", ("Contes", 1), ("Radio", None))
    somebody_answers(session, row, choices=[row.options[0].id])
    send(signed_in, page_of(row), label_fr="Quel atelier?")
    newer = questions(session)[1]
    with pytest.raises(Refusal):
        somebody_answers(session, newer, choices=[newer.options[0].id], name="Samir")
    assert somebody_answers(session, newer, choices=[newer.options[1].id], name="Samir").state == "confirmed"


def test_places_change_in_place_but_never_below_those_who_took_it(signed_in):
    session = factories.a_session(capacity=9)
    row = a_question(session, "Atelier?", ("Contes", None), ("Radio", None))
    for name in ("Ana", "Samir"):
        somebody_answers(session, row, choices=[row.options[0].id], name=name)
    few = send(signed_in, page_of(row), choices__0__places="1")
    assert (few.status_code, "Indiquez 2 places ou plus" in plainly(few.text)) == (422, True)
    assert send(signed_in, page_of(row), choices__0__places="2").status_code == 303
    assert [(one.version, options(one)[0]) for one in questions(session)] == [(1, ("Contes", 2))]


def test_k10_two_editors_the_second_sees_what_the_first_wrote(signed_in):
    session = factories.a_session()
    row = a_question(session)
    page = signed_in.get(page_of(row))
    send(signed_in, page_of(row), label_fr="Votre dîner?")
    late = send_again(signed_in, page_of(row), page, label_fr="Votre souper?")
    assert late.status_code == 422
    assert all(words in plainly(late.text) for words in ("Ce qui diffère", "Votre dîner?", "Votre souper?"))
    assert send_again(signed_in, page_of(row), late).status_code == 303
    assert questions(session)[0].label["fr"] == "Votre souper?"


def test_a_question_taken_away_leaves_its_answers_or_nothing(signed_in):
    session = factories.a_session(capacity=9)
    answered, never = a_question(session, "Répondue"), a_question(session, "Jamais")
    somebody_answers(session, answered, "Oui")
    for row in (answered, never):
        assert send(signed_in, page_of(row), remove="1").status_code == 303
    assert [row.label["fr"] for row in questions(session)] == ["Répondue"]
    page = plainly(signed_in.get(here(session, "reponses")).text)
    assert ("Répondue" in page, "Oui" in page, "Jamais" in page) == (True, True, False)


def test_n4_another_edition_asks_the_same_and_starts_without_answers(signed_in):
    session = factories.a_session(capacity=9)
    row = a_question(session, "Atelier?", ("Contes", 1), ("Radio", None), required=True)
    somebody_answers(session, row, choices=[row.options[0].id])
    again = repeat(session, [], SYSTEM)
    [copied] = questions(again)
    assert (copied.label["fr"], copied.required, options(copied)) == (
        "Atelier?",
        True,
        [("Contes", 1), ("Radio", None)],
    )
    assert {copied.lineage, *(one.stock for one in copied.options)} & {
        row.lineage, *(one.stock for one in row.options),
    } == set()  # fmt: skip
    assert db.session.query(Answer).count() == 1
    assert repeat(factories.a_session(), [], SYSTEM).asks is None


def test_somebody_elses_question_and_absurd_numbers_are_a_404(signed_in):
    session, other = factories.a_session(), factories.a_session()
    row = a_question(other)
    for number in (row.id, "0", "-1", "9" * 12, "x", "٣"):
        assert signed_in.get(here(session, f"questions/{number}")).status_code == 404
    page = signed_in.get(here(other, "questions"))
    for data, status in (({"up": row.id + 9}, 404), ({"up": "x"}, 404), ({}, 400)):
        sent = signed_in.post(here(other, "questions"), data={"csrf_token": csrf_token(page), **data})
        assert sent.status_code == status, data


def test_a_draft_that_asks_is_deleted_with_its_questions(signed_in):
    session = factories.a_session(published=False)
    a_question(session, "Atelier?", ("Contes", 1), ("Radio", None))
    assert send(signed_in, here(session, "supprimer")).status_code == 303
    assert (db.session.query(Question).count(), db.session.query(QuestionOption).count()) == (0, 0)


def test_nothing_is_looked_for_once_the_last_question_is_gone(signed_in):
    session = factories.a_session()
    row = a_question(session)
    assert db.session.get(TrainingSession, session.id).asks
    send(signed_in, page_of(row), remove="1")
    db.session.rollback()
    assert db.session.get(TrainingSession, session.id).asks is None


def test_more_questions_than_anybody_would_read_are_refused(signed_in):
    session = factories.a_session()
    for number in range(asking.MOST_QUESTIONS):
        a_question(session, f"Question {number}")
    page = send(signed_in, new(session), **WORDS)
    assert (page.status_code, "retirez-en une d'abord" in plainly(page.text)) == (422, True)
