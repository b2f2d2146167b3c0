"""What was learned, typed right after: the box, the list below it, next steps."""

import html
from datetime import date, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from harness.visitors import sign_in, submit
from sqlalchemy import select

from resal.db import db
from resal.models import Entry, NextStep, Takeaway

HOSTILE = "<script>alert(1)</script>"
TEXT = "Gardez une capture d'écran avec la date."


def here(session):
    return f"/coordination/rencontres/{session.id}/apprentissages"


def takeaways():
    db.session.expire_all()
    return list(db.session.scalars(select(Takeaway).order_by(Takeaway.id)))


def steps():
    db.session.expire_all()
    return list(db.session.scalars(select(NextStep).order_by(NextStep.id)))


def deeds():
    wanted = Entry.deed.startswith("takeaway.") | Entry.deed.startswith("next_step.")
    return db.session.scalars(select(Entry.deed).where(wanted).order_by(Entry.id)).all()


@pytest.fixture
def session():
    theme = factories.a_theme("Haine en ligne")
    factories.a_theme("Médiation")
    return factories.a_session("Désamorcer", starts_in=timedelta(hours=-4), themes=[theme])


def test_a_sentence_joins_the_list_below_with_the_themes_of_the_session(signed_in, session):
    answer = send(signed_in, here(session), text_fr=TEXT, kind="practice")
    assert (answer.status_code, answer.location) == (303, here(session))
    [row] = takeaways()
    assert (row.kind, dict(row.text), row.said, row.state) == ("practice", {"fr": TEXT}, TEXT, "raw")
    assert [theme.label["fr"] for theme in row.themes] == ["Haine en ligne"]
    page = plainly(signed_in.get(here(session)).text)
    assert [TEXT in page, "1 sur 3 à 7" in page, "C'est noté." in page] == [True, True, True]
    assert deeds() == ["takeaway.recorded"]


def test_the_latest_is_on_top_right_under_the_box(signed_in, session):
    for text in ("Premier.", "Deuxième."):
        send(signed_in, here(session), text_fr=text, kind="finding")
    page = signed_in.get(here(session)).text
    assert page.index("Deuxième.") < page.index("Premier.")


def test_k2_the_same_form_twice_is_written_once(signed_in, session):
    page = signed_in.get(here(session))
    for kind in ("practice", "practice", "next-step", "next-step"):
        assert send_again(signed_in, here(session), page, text_fr=TEXT, kind=kind).status_code == 303
    assert (len(takeaways()), len(steps())) == (1, 1)


def test_what_was_said_in_english_is_kept_in_english(signed_in):
    session = factories.a_session(languages=["en"])
    assert send(signed_in, here(session), text_fr="Listen first.", kind="practice").status_code == 303
    assert takeaways()[0].text.languages() == ["en"]


def test_a_next_step_has_an_owner_and_a_date(signed_in, session):
    body = factories.an_organization("Maison des jeunes La Traverse")
    facilitator = factories.a_facilitator("Nadia Belkacem")
    owners = ("Maison des jeunes La Traverse", "Nadia Belkacem", "Quelqu'un")
    for owner in owners:
        send(signed_in, here(session), text_fr=f"Écrire à {owner}", kind="next-step", owner=owner, due_on="2027-01-31")
    rows = [(row.owner_organization_id, row.owner_facilitator_id, row.owner_name, row.due_on) for row in steps()]
    assert rows == [
        (body.id, None, owners[0], date(2027, 1, 31)), (None, facilitator.id, owners[1], date(2027, 1, 31)),
        (None, None, owners[2], date(2027, 1, 31)),
    ]  # fmt: skip
    assert "Maison des jeunes La Traverse · pour le 31 janvier 2027" in plainly(signed_in.get(here(session)).text)
    assert deeds() == ["next_step.agreed"] * 3


@pytest.mark.parametrize(("typed", "said"), [
    ({"text_fr": " "}, "Écrivez une chose à retenir"), ({"text_fr": "a" * 241}, "il y en a 241"),
    ({"text_fr": "a" * 1001}, "240 caractères au plus"), ({"text_fr": TEXT, "kind": "rumour"}, "Choisissez dans"),
    ({"text_fr": TEXT, "themes": "999999"}, "Choisissez dans"), ({"text_fr": TEXT, "due_on": "demain"}, "date"),
])  # fmt: skip
def test_what_cannot_be_kept_is_said_in_place_and_nothing_is_lost(signed_in, session, typed, said):
    answer = send(signed_in, here(session), **{"kind": "finding", **typed})
    assert (answer.status_code, said in plainly(answer.text)) == (422, True)
    assert fields_of(answer)["text_fr"] == typed["text_fr"].strip()
    assert takeaways() == []


def test_a_takeaway_is_published_from_the_list_once(signed_in, session):
    row = factories.a_takeaway("Écouter d'abord.", session, state="raw")
    for _ in range(2):
        answer = submit(signed_in, here(session), to=f"/coordination/apprentissages/{row.id}", move="publish")
        assert (answer.status_code, answer.location) == (303, here(session))
    assert takeaways()[0].state == "published"
    assert deeds() == ["takeaway.published"]


def test_all_that_is_ready_is_published_together_and_the_rest_waits_for_somebody(signed_in, session):
    for text in ("Écouter d'abord.", "Prendre le temps.", "Appelez le 514 555-0199."):
        factories.a_takeaway(text, session, state="raw")
    assert "Publier les 2 qui sont prêts" in plainly(signed_in.get(here(session)).text)
    answer = submit(signed_in, here(session), to=f"{here(session)}/publier")
    assert "2 apprentissages sont publiés." in plainly(signed_in.get(answer.location).text)
    assert [row.state for row in takeaways()] == ["published", "published", "raw"]
    submit(signed_in, here(session), to=f"{here(session)}/publier")
    assert deeds() == ["takeaway.published"] * 2


def test_without_french_nothing_is_published_and_it_is_said(signed_in, session):
    factories.a_takeaway("", session, state="raw", text=factories.localized({"en": "Listen first."}))
    answer = submit(signed_in, here(session), to=f"{here(session)}/publier")
    assert "Écrivez d'abord le texte en français." in plainly(signed_in.get(answer.location).text)
    assert takeaways()[0].state == "raw"


def test_what_may_point_at_somebody_is_shown_and_a_person_decides(signed_in, session):
    row = factories.a_takeaway("Un jeune de 14 ans de l'école Du Nord.", session, state="raw")
    path = f"/coordination/apprentissages/{row.id}"
    assert "l'âge d'une personne, le nom d'une école" in plainly(signed_in.get(here(session)).text)
    answer = submit(signed_in, here(session), to=path, move="publish")
    assert (answer.location, takeaways()[0].state) == (path, "raw")
    assert "À regarder avant de publier" in plainly(signed_in.get(path).text)
    assert "Publier quand même" in signed_in.get(path).text
    submit(signed_in, path, move="publish", anyway="1")
    assert takeaways()[0].state == "published"


def test_the_names_of_those_who_led_the_session_are_public_already(signed_in):
    session = factories.a_session(facilitators=[factories.a_facilitator("Nadia Belkacem")])
    factories.a_takeaway("Nadia Belkacem propose une grille.", session, state="raw")
    factories.a_takeaway("Samir Haddad propose une grille.", session, state="raw")
    assert plainly(signed_in.get(here(session)).text).count("un nom complet") == 1


def test_e_hostile_words_are_inert(signed_in, session):
    row = factories.a_takeaway(HOSTILE, session, state="raw")
    step = factories.a_next_step(HOSTILE, session, owner_name=HOSTILE)
    list_ = "/coordination/apprentissages"
    for path in (here(session), list_, f"{list_}?etat=suites", f"{list_}/{row.id}", f"/coordination/suites/{step.id}"):
        page = signed_in.get(path).text
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


def test_the_page_asks_as_many_questions_for_thirty_as_for_one(signed_in, session, queries):
    factories.a_takeaway("Un.", session, state="raw")
    factories.a_next_step("Un.", session)
    with queries() as once:
        signed_in.get(here(session))
    for _ in range(29):
        factories.a_takeaway("Un autre.", session, state="raw")
        factories.a_next_step("Une autre.", session, owner_organization_id=factories.an_organization().id)
    with queries() as again:
        signed_in.get(here(session))
    assert len(again) == len(once)


def test_d1_nothing_is_done_without_the_token_or_by_opening_an_address(signed_in, session):
    assert signed_in.post(here(session), data={"text_fr": TEXT, "kind": "finding"}).status_code == 400
    assert signed_in.get(f"{here(session)}/publier").status_code == 405
    assert signed_in.get("/coordination/rencontres/999999/apprentissages").status_code == 404
    assert takeaways() == []


@pytest.mark.parametrize("role", ["host", "reader"])
def test_b1_only_coordinators_write_down_what_was_learned(app, session, role):
    member = sign_in(app.test_client(), factories.an_account(role))
    row, step = factories.a_takeaway("Un.", session, state="raw"), factories.a_next_step("Un.", session)
    pages = (here(session), "/coordination/apprentissages", f"/coordination/apprentissages/{row.id}",
             f"/coordination/suites/{step.id}")  # fmt: skip
    assert [member.get(path).status_code for path in pages] == [403] * 4
    assert submit(member, "/coordination", to=f"{here(session)}/publier").status_code == 403
