"""Takeaways and next steps, reviewed at a desk: the lists, one of each corrected."""

from datetime import date, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send
from harness.visitors import submit
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from resal.db import db
from resal.models import Entry, NextStep, Takeaway
from resal.queries import capture, cautions

LIST = "/coordination/apprentissages"
PHONE, EMAIL, AGE, SCHOOL = (words for _, words in cautions.CAUTIONS)


def of(row):
    return f"{LIST}/{row.id}"


def deeds():
    wanted = Entry.deed.startswith("takeaway.") | Entry.deed.startswith("next_step.")
    return db.session.scalars(select(Entry.deed).where(wanted).order_by(Entry.id)).all()


@pytest.fixture
def row():
    return factories.a_takeaway("Écouter d'abord.", state="raw")


@pytest.fixture
def step():
    return factories.a_next_step("Écrire le guide.")


def test_each_state_has_its_list_and_next_steps_theirs(signed_in):
    session = factories.a_session(starts_in=-timedelta(days=7))
    for state in ("raw", "reviewed", "published"):
        factories.a_takeaway(f"C'est {state}.", session, state=state)
    factories.a_next_step("Suite.", session)
    shown = {code: capture.review(code, 1) for code in (*capture.FILTERS, capture.STEPS)}
    assert {code: [row.text for row in (*page.takeaways, *page.steps)] for code, page in shown.items()} == {
        "": ["C’est raw."], "relus": ["C’est reviewed."], "publies": ["C’est published."], "suites": ["Suite."],
    }  # fmt: skip
    assert [(one.text, one.count) for one in shown[""].filters] == [
        ("À relire", 1), ("Relus", 1), ("Publiés", 1), ("Suites", 1),
    ]  # fmt: skip
    assert [signed_in.get(f"{LIST}?etat={code}").status_code for code in shown] == [200] * 4


@pytest.mark.parametrize("query", ["etat=autre", "page=0", "page=2", "page=x", "etat=suites&page=9"])
def test_a_page_that_does_not_exist_is_a_404(signed_in, query):
    assert signed_in.get(f"{LIST}?{query}").status_code == 404


def test_open_next_steps_come_first_and_late_ones_say_so(signed_in):
    session = factories.a_session(starts_in=-timedelta(days=7))
    for text, more in (("Faite.", {"state": "done"}), ("Un jour.", {}), ("Tôt.", {"due_on": date(2026, 11, 1)}),
                       ("Tard.", {"due_on": date(2027, 1, 1)})):  # fmt: skip
        factories.a_next_step(text, session, **more)
    rows = capture.review(capture.STEPS, 1).steps
    assert [(row.text, row.overdue) for row in rows] == [
        ("Tôt.", True), ("Tard.", False), ("Un jour.", False), ("Faite.", False),
    ]  # fmt: skip
    assert "En retard" in signed_in.get(f"{LIST}?etat=suites").text


def test_long_lists_have_pages(signed_in, monkeypatch):
    monkeypatch.setattr(capture, "PAGE", 2)
    session = factories.a_session(starts_in=-timedelta(days=7))
    for number in range(3):
        factories.a_takeaway(f"Numéro {number}.", session, state="raw")
    first, second = (signed_in.get(f"{LIST}?page={page}").text for page in (1, 2))
    assert ["Numéro 2." in first, "Numéro 0." in first, "Numéro 0." in second] == [True, False, True]


def test_the_lists_ask_as_many_questions_for_thirty_as_for_one(signed_in, queries):
    def ask(code):
        with queries() as sent:
            signed_in.get(f"{LIST}?etat={code}")
        return len(sent)

    factories.a_takeaway("Un.", state="raw"), factories.a_next_step("Un.")
    once = [ask(""), ask("suites")]
    for _ in range(29):
        factories.a_takeaway("Un autre.", state="raw"), factories.a_next_step("Une autre.")
    assert [ask(""), ask("suites")] == once


def test_the_words_are_corrected_and_those_that_were_said_stay(signed_in, row):
    theme = factories.a_theme("Écoute")
    answer = send(
        signed_in, of(row), text_fr="Écoutez d'abord.", text_en="Listen first.", title_fr="Écoute", kind="tool",
        themes=theme.id, move="save",
    )  # fmt: skip
    assert (answer.status_code, answer.location) == (
        303,
        f"/coordination/rencontres/{row.training_session_id}/apprentissages",
    )
    db.session.expire_all()
    assert [row.text.in_language(code) for code in ("fr", "en")] == ["Écoutez d'abord.", "Listen first."]
    assert (row.title["fr"], row.kind, row.state, row.said) == ("Écoute", "tool", "reviewed", "Écouter d'abord.")
    assert row.themes == [theme]
    assert "Comme on l'a dit" in plainly(signed_in.get(of(row)).text)
    assert deeds() == ["takeaway.edited"]


def test_a_language_the_form_does_not_show_stays(signed_in, row):
    row.text = factories.localized({"fr": "Écouter.", "es": "Escuchar."})
    db.session.commit()
    send(signed_in, of(row), text_fr="Écoutez.", move="save")
    db.session.expire_all()
    assert (row.text["fr"], row.text["es"]) == ("Écoutez.", "Escuchar.")


def test_saving_and_publishing_at_once(signed_in, row):
    send(signed_in, of(row), text_fr="Écoutez.", move="save_and_publish")
    db.session.expire_all()
    assert (row.state, row.text["fr"]) == ("published", "Écoutez.")
    assert deeds() == ["takeaway.edited", "takeaway.published"]


def test_a_correction_that_names_somebody_is_saved_but_not_published_unseen(signed_in, row):
    answer = send(signed_in, of(row), text_fr="Samir Haddad écoute.", move="save_and_publish")
    db.session.expire_all()
    assert (answer.location, row.state, row.text["fr"]) == (of(row), "reviewed", "Samir Haddad écoute.")


@pytest.mark.parametrize(("typed", "said"), [
    ({"text_fr": "", "text_en": ""}, "Écrivez une chose à retenir"), ({"text_fr": "a" * 241}, "240 caractères"),
    ({"kind": "x"}, "Choisissez"),
])  # fmt: skip
def test_what_cannot_be_saved_is_said_in_place_and_nothing_is_lost(signed_in, row, typed, said):
    answer = send(signed_in, of(row), **{"title_fr": "Un titre", **typed}, move="save")
    assert (answer.status_code, said in plainly(answer.text)) == (422, True)
    assert fields_of(answer)["title_fr"] == "Un titre"
    assert deeds() == []


def test_it_is_withdrawn_then_thrown_away_but_never_while_public(signed_in, row):
    submit(signed_in, of(row), move="publish", **{"from": "list"})
    refused = submit(signed_in, of(row), move="delete")
    assert (refused.status_code, "Retirez-le d'abord" in plainly(refused.text)) == (422, True)
    assert submit(signed_in, of(row), move="withdraw").location == of(row)
    assert submit(signed_in, of(row), move="delete").status_code == 303
    assert db.session.scalars(select(Takeaway)).all() == []
    assert signed_in.get(of(row)).status_code == 404
    assert deeds() == ["takeaway.published", "takeaway.withdrawn", "takeaway.deleted"]


def test_from_the_list_one_comes_back_to_the_list(signed_in, row):
    assert submit(signed_in, LIST, to=of(row), move="publish", **{"from": "list"}).location == LIST


def test_a_next_step_advances_and_its_history_says_who_and_why(signed_in, step):
    path = f"/coordination/suites/{step.id}"
    send(signed_in, path, state="under way")
    send(signed_in, path, state="dropped", reason="Plus personne")
    db.session.expire_all()
    assert (step.state, step.reason) == ("dropped", "Plus personne")
    page = plainly(signed_in.get(path).text)
    assert [word in page for word in ("En cours", "Abandonnée", "Plus personne", "Dominique Tremblay")] == [True] * 4
    assert [deed for deed in deeds() if deed == "next_step.advanced"] == ["next_step.advanced"] * 2


def test_a_next_step_is_not_dropped_without_a_reason_and_nothing_is_half_saved(signed_in, step):
    answer = send(signed_in, f"/coordination/suites/{step.id}", state="dropped", text_fr="Autre chose.")
    assert (answer.status_code, "Dites pourquoi cette suite est abandonnée." in answer.text) == (422, True)
    assert fields_of(answer)["text_fr"] == "Autre chose."
    db.session.expire_all()
    assert (step.state, step.text["fr"]) == ("agreed", "Écrire le guide.")


@pytest.mark.parametrize("typed", [{"text_fr": "", "text_en": ""}, {"state": "x"}, {"evidence": "javascript:alert(1)"},
                                   {"due_on": "2027-13-45"}])  # fmt: skip
def test_what_makes_no_sense_in_a_next_step_is_refused(signed_in, step, typed):
    assert send(signed_in, f"/coordination/suites/{step.id}", **typed).status_code == 422
    assert deeds() == []


def test_a_next_step_gets_another_owner_and_date(signed_in, step):
    body = factories.an_organization("CLSC")
    send(
        signed_in,
        f"/coordination/suites/{step.id}",
        owner="clsc",
        due_on="2027-02-01",
        evidence="https://resal.example/guide",
    )
    row = db.session.scalars(select(NextStep)).one()
    assert (row.owner_organization_id, row.due_on, row.evidence) == (
        body.id,
        date(2027, 2, 1),
        "https://resal.example/guide",
    )
    assert fields_of(signed_in.get(f"/coordination/suites/{step.id}"))["owner"] == "CLSC"


@pytest.mark.parametrize("path", ["apprentissages/0", "apprentissages/999999", "suites/999999", "suites/9" + "9" * 20])
def test_ids_of_nothing_are_a_404(signed_in, path):
    assert signed_in.get(f"/coordination/{path}").status_code == 404


def test_d1_nothing_is_done_without_the_token(signed_in, row, step):
    assert signed_in.post(of(row), data={"move": "publish"}).status_code == 400
    assert signed_in.post(f"/coordination/suites/{step.id}", data={"state": "done"}).status_code == 400
    assert submit(signed_in, of(row), move="unknown").status_code == 400
    assert deeds() == []


@pytest.mark.parametrize(("text", "found"), [
    ("Appelez le 514 555-0199.", [PHONE]), ("Écrivez à ana@maison.example.", [EMAIL]),
    ("Un jeune de 14 ans a parlé.", [AGE]), ("A 15-year-old asked.", [AGE]),
    ("À l'école secondaire Du Nord.", [SCHOOL]), ("Au cégep de Maisonneuve.", [SCHOOL]),
    ("Quand Yacine Aït-Saïd arrive.", [cautions.A_NAME]), ("Marie de la Cruz a parlé.", [cautions.A_NAME]),
    ("Les jeunes de 12 à 17 ans.", []), ("Youth aged 12 to 25.", []), ("Depuis 15 ans, on voit ceci.", []),
    ("Les écoles primaires ouvrent.", []), ("Le Centre St-Pierre ouvre.", []), ("La Ville de Montréal aide.", []),
    ("Le 24 novembre 2026, 38 personnes.", []),
])  # fmt: skip
def test_patterns_see_what_points_at_somebody_and_leave_the_rest(text, found):
    assert list(cautions.of_text(text)) == found


@given(st.text(max_size=300))
def test_no_text_breaks_the_patterns(text):
    assert set(cautions.of_text(text)) <= {*(words for _, words in cautions.CAUTIONS), cautions.A_NAME}
