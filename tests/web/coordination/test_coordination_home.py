"""The coordination's home: today, what is to be done, what is to come."""

from datetime import timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in

from resal.actions import scheduling
from resal.db import db
from resal.language import speaking
from resal.models import Letter, Network, localized
from resal.queries import coordination_home, todo

TORONTO = factories.TORONTO
DAY = timedelta(days=1)


def tasks():
    db.session.expire_all()
    return [(plainly(task.title), plainly(task.note), task.href) for task in todo.tasks(scheduling.missing, TORONTO)]


def a_network():
    db.session.add(Network(name=localized({"fr": "RÉSAL"}), email="bonjour@resal.example"))
    db.session.commit()


def a_letter(state, number):
    now = factories.clock.now()
    letter = Letter(
        kind="confirmed", unique_key=f"k{number}", message_id=f"<{number}@resal>", to_email="a@b.example",
        language="fr", facts={}, state=state, due_at=now, created_at=now,
    )  # fmt: skip
    db.session.add(letter)
    db.session.commit()


def test_nothing_to_do_says_when_the_next_session_is(signed_in):
    a_network()
    factories.a_session(starts_in=8 * DAY)
    page = plainly(signed_in.get("/coordination").text)
    assert "Rien à faire aujourd'hui. Prochaine rencontre dans 8 jours." in page
    assert "Bonjour, Dominique" in page
    assert "Mardi 24 novembre 2026" in page
    assert "Pour commencer" not in page


@pytest.mark.parametrize(
    ("starts_in", "words"),
    [
        (None, "Rien à faire aujourd'hui."),
        (timedelta(hours=2), "Rien à faire aujourd'hui, sauf la rencontre."),
        (DAY, "Rien à faire aujourd'hui. Prochaine rencontre demain."),
        (2 * DAY, "Rien à faire aujourd'hui. Prochaine rencontre dans 2 jours."),
    ],
)
def test_the_next_session_is_told_in_days(starts_in, words):
    factories.a_session(starts_in=starts_in)
    assert plainly(coordination_home.nothing_to_do()) == words


def test_a_first_run_lists_what_to_begin_with_and_the_list_goes_away(signed_in):
    first = [(plainly(step.title), step.done) for step in coordination_home.first_steps()]
    assert first == [
        ("Nom et courriel d'envoi", False), ("Ajouter les organismes", False), ("Première série", False),
        ("Première rencontre", False), ("Inviter une collègue", False),
    ]  # fmt: skip
    assert "Pour commencer" in signed_in.get("/coordination").text
    factories.an_organization()
    factories.an_account()
    assert [step.done for step in coordination_home.first_steps()] == [False, True, False, False, True]
    a_network()
    factories.a_session()
    assert coordination_home.first_steps() == []


def test_what_is_to_be_done_is_derived_from_facts():
    held = factories.a_session("Désamorcer", starts_in=-6 * DAY)
    seated, guest = (factories.a_registration(held) for _ in range(2))
    scheduling_draft = factories.a_session("Journée", published=False, starts_in=40 * DAY, capacity=None)
    asked = factories.a_session("Cercle", registration="approval")
    factories.a_registration(asked, state="requested")
    old = factories.a_session("Ancienne", starts_in=-90 * DAY)
    factories.a_takeaway("À relire", old, state="raw")
    factories.a_takeaway("Pas encore", held, state="raw")
    late = factories.a_next_step("liste de ressources", old, due_on=factories.clock.today(TORONTO) - DAY)
    undated = factories.a_next_step("guide", old, created_at=factories.clock.now() - 91 * DAY)
    a_letter("failed", 1)
    a_letter("uncertain", 2)
    note = "Suite promise le 26 août 2026"
    assert tasks() == [
        ("Voir les 2 lettres qui ne sont pas parties", "1 est peut-être arrivée", "/coordination/lettres"),
        ("Répondre à une demande d'inscription", "Cercle, 1er décembre 2026",
         f"/coordination/rencontres/{asked.id}/inscriptions"),
        ("Terminer les présences", "Désamorcer, 18 novembre 2026 · 0 sur 2",
         f"/coordination/rencontres/{held.id}/presences"),
        ("Consigner ce qu'on a appris", "Désamorcer, 18 novembre 2026 · brouillon : un apprentissage",
         f"/coordination/rencontres/{held.id}/apprentissages"),
        ("Relire une proposition", "Ancienne, 26 août 2026",
         f"/coordination/rencontres/{old.id}/apprentissages"),
        ("Publier « Journée »",
         "Il manque : un lieu ou un lien, le nombre de places, un résumé, l'animation",
         f"/coordination/rencontres/{scheduling_draft.id}/publier"),
        ("Faire le point : liste de ressources", f"{note}, échéance le 23 novembre 2026",
         f"/coordination/suites/{late.id}"),
        ("Faire le point : guide", f"{note}, sans échéance", f"/coordination/suites/{undated.id}"),
        ("Doublons possibles : 2", "", "/coordination/doublons"),
    ]  # fmt: skip
    assert seated.id != guest.id


def test_what_is_done_leaves_the_list():
    held = factories.a_session(starts_in=-6 * DAY, attendance_closed_at=factories.clock.now())
    factories.a_registration(held)
    factories.a_takeaway("Dit", held)
    factories.a_next_step("faite", held, state="done", due_on=factories.clock.today(TORONTO) - 2 * DAY)
    cancelled = factories.a_session(starts_in=-5 * DAY, cancelled_at=factories.clock.now())
    factories.a_registration(cancelled, factories.a_participant("Bo Li"))
    factories.a_session(starts_in=-31 * DAY)
    assert tasks() == []


def test_a_session_of_today_leads_to_the_door(signed_in):
    session = factories.a_session("Désamorcer", starts_in=timedelta(hours=2), venue=factories.a_venue())
    factories.a_registration(session)
    factories.a_registration(session, state="waiting")
    factories.a_session("Annulée aujourd'hui", starts_in=timedelta(hours=2), cancelled_at=factories.clock.now())
    [today] = coordination_home.today(TORONTO)
    assert (today.title, plainly(today.hours), plainly(today.line)) == (
        "Désamorcer", "12 h à 15 h", "Rosemont · 1 personne inscrite · 1 en attente",
    )  # fmt: skip
    assert f"/coordination/rencontres/{session.id}/presences" in signed_in.get("/coordination").text


@pytest.mark.parametrize("role", ["host", "reader"])
def test_who_does_not_coordinate_sees_the_sessions_without_anything_personal(app, role):
    session = factories.a_session("Désamorcer", starts_in=-DAY)
    factories.a_registration(session, factories.a_participant("Ana Canari"))
    coming = factories.a_session("Haine en ligne")
    factories.a_registration(coming, factories.a_participant("Léo Canari"))
    page = sign_in(app.test_client(), factories.an_account(role)).get("/coordination").text
    assert "Haine en ligne" in page
    assert "Canari" not in page
    assert "À faire" not in page
    assert (f"/coordination/rencontres/{coming.id}/presences" in page) == (role == "host")
    assert f'/coordination/rencontres/{coming.id}"' not in page


def test_the_home_asks_as_many_questions_for_thirty_things_as_for_one(signed_in, queries):
    def one_of_each():
        session = factories.a_session(starts_in=-6 * DAY)
        factories.a_registration(session)
        factories.a_takeaway("x", session, state="raw")
        factories.a_takeaway("y", factories.a_session(starts_in=-60 * DAY), state="raw")
        factories.a_next_step("z", session, due_on=factories.clock.today(TORONTO) - DAY)
        factories.a_session(published=False, facilitators=[factories.a_facilitator()], venue=factories.a_venue())
        today = factories.a_session(starts_in=timedelta(hours=1), venue=factories.a_venue())
        factories.a_registration(today, state="requested")

    one_of_each()
    with queries() as once:
        signed_in.get("/coordination")
    for _ in range(9):
        one_of_each()
    with queries() as again:
        signed_in.get("/coordination")
    assert len(again) == len(once)


def test_the_home_speaks_the_language_of_the_account(app):
    member = sign_in(app.test_client(), factories.an_account(language="en"))
    page = member.get("/coordination").text
    assert '<html lang="en-CA"' in page
    with speaking("en"):
        assert coordination_home.nothing_to_do() in page
