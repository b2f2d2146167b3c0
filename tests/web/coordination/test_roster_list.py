"""The list of who registered: rows, filters, counts, and what each role may see of it."""

import html
from datetime import timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in, submit

from resal.db import db
from resal.queries import roster

HOSTILE = "<script>alert(1)</script>"


def here(session):
    return f"/coordination/rencontres/{session.id}/inscriptions"


def rows_of(session, code="", with_needs=True):
    return roster.of_session(session, code, 1, with_needs, "America/Toronto").rows


@pytest.fixture
def full():
    """Two seats taken, two people in line, one who asked, one who left."""
    session = factories.a_session("Haine en ligne", capacity=2)
    people = [("Zoé Roy", "confirmed"), ("Ana Silva", "confirmed"), ("Luc Roy", "waiting"), ("Éva Roy", "waiting"),
              ("Max Roy", "requested"), ("Bo Roy", "withdrawn")]  # fmt: skip
    for name, state in people:
        factories.a_registration(session, factories.a_participant(name), state=state)
    return session


def test_everybody_is_there_by_name_with_their_state_and_their_place_in_line(full):
    assert [(row.name, plainly(row.state_text)) for row in rows_of(full)] == [
        ("Ana Silva", "Confirmée"), ("Bo Roy", "Désistement"), ("Éva Roy", "En attente, 2e"),
        ("Luc Roy", "En attente, 1re"), ("Max Roy", "Demandée"), ("Zoé Roy", "Confirmée"),
    ]  # fmt: skip


def test_filters_keep_what_they_say_and_the_line_is_in_its_order(full):
    assert {code: [row.name for row in rows_of(full, code)] for code in roster.FILTERS if code} == {
        "confirmees": ["Ana Silva", "Zoé Roy"], "demandes": ["Max Roy"], "attente": ["Luc Roy", "Éva Roy"],
        "desistees": ["Bo Roy"],
    }  # fmt: skip
    shown = roster.of_session(full, "", 1, True, "America/Toronto")
    assert [(one.text, one.count) for one in shown.filters] == [
        ("Toutes", 6), ("Confirmées", 2), ("À approuver", 1), ("En attente", 2), ("Désistées", 1),
    ]  # fmt: skip
    assert (shown.taken, shown.waiting, shown.capacity) == (2, 2, 2)


def test_in_a_hybrid_session_each_way_of_taking_part_has_its_own_line():
    session = factories.a_session(mode="hybrid", capacity=1, capacity_online=1)
    for name, mode in (("A", "in person"), ("B", "online"), ("C", "in person")):
        factories.a_registration(session, factories.a_participant(name), state="waiting", mode=mode)
    said = [(row.name, plainly(row.state_text)) for row in rows_of(session)]
    assert said == [("A", "En attente, 1re"), ("B", "En attente, 1re"), ("C", "En attente, 2e")]


def test_people_are_counted_by_kind_of_organization():
    session = factories.a_session(capacity=9)
    school, member = factories.an_organization(kind="school"), factories.an_organization(kind="member")
    for body in (school, member, member, None):
        person = factories.a_participant(organization_id=body.id if body else None)
        factories.a_registration(session, person)
    shown = roster.of_session(session, "", 1, False, "America/Toronto")
    assert [(kind.label, kind.count) for kind in shown.kinds] == [
        ("Membres", 2), ("Milieu scolaire et universitaire", 1), ("À préciser", 1),
    ]  # fmt: skip


def test_b5_needs_and_addresses_are_for_coordinators_alone(app, signed_in):
    session = factories.a_session()
    person = factories.a_participant("Ana Silva", email="ana@maison.example")
    registration = factories.a_registration(session, person, needs="Je suis sourde")
    host = sign_in(app.test_client(), factories.an_account("host"))
    assert "Je suis sourde" in signed_in.get(here(session)).text
    seen = host.get(here(session))
    assert (seen.status_code, "Ana Silva" in seen.text) == (200, True)
    assert [word for word in ("sourde", "Besoin", "ana@maison.example", "Ajouter") if word in seen.text] == []
    assert host.get(f"/coordination/inscriptions/{registration.id}").status_code == 403
    assert [row.needs + row.email for row in rows_of(session, with_needs=False)] == [""]


@pytest.mark.parametrize("query", ["etat=autre", "page=0", "page=2", "page=x", "page=99999999999999999999", "page=٢"])
def test_a_page_that_does_not_exist_is_a_404(signed_in, query):
    assert signed_in.get(f"{here(factories.a_session())}?{query}").status_code == 404


def test_long_lists_have_pages(signed_in, monkeypatch):
    monkeypatch.setattr(roster, "PAGE", 2)
    session = factories.a_session(capacity=9)
    for name in ("Ana", "Bo", "Cyprien Ashuanipi"):
        factories.a_registration(session, factories.a_participant(name))
    first, second = (signed_in.get(f"{here(session)}?page={page}").text for page in (1, 2))
    assert ("Page 1 de 2" in first, 'rel="next"' in first, "Cyprien Ashuanipi" in first) == (True, True, False)
    assert ('rel="prev"' in second, "Cyprien Ashuanipi" in second) == (True, True)


def test_an_empty_list_offers_the_link_to_share(signed_in):
    page = signed_in.get(here(factories.a_session("Haine en ligne"))).text
    assert "Aucune inscription pour l’instant." in page
    assert "haine-en-ligne" in page


def test_e_hostile_words_are_inert(signed_in):
    session = factories.a_session(HOSTILE)
    person = factories.a_participant(HOSTILE, organization_name=HOSTILE)
    registration = factories.a_registration(session, person, needs=HOSTILE)
    for path in (here(session), f"/coordination/inscriptions/{registration.id}"):
        page = signed_in.get(path).text
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


def test_the_list_asks_as_many_questions_for_thirty_people_as_for_one(signed_in, queries):
    session = factories.a_session(capacity=60)

    def ask():
        with queries() as sent:
            signed_in.get(here(session))
        return len(sent)

    factories.a_registration(session)
    factories.a_registration(session, factories.a_participant(), state="waiting")
    once = ask()
    for number in range(29):
        person = factories.a_participant(organization_id=factories.an_organization().id)
        factories.a_registration(session, person, state="waiting" if number % 2 else "confirmed")
    assert ask() == once


@pytest.mark.parametrize(("role", "statuses"), [("coordinator", (200, 200, 200)), ("host", (200, 403, 403)),
                                                ("reader", (403, 403, 403))])  # fmt: skip
def test_b1_each_role_opens_what_it_may(app, role, statuses):
    registration = factories.a_registration()
    member = sign_in(app.test_client(), factories.an_account(role))
    list_ = f"/coordination/rencontres/{registration.training_session_id}/inscriptions"
    paths = (list_, f"{list_}/ajouter", f"/coordination/inscriptions/{registration.id}")
    assert tuple(member.get(path).status_code for path in paths) == statuses


def test_a_coordinator_who_reads_english_sees_english_states(app):
    session = factories.a_session()
    factories.a_registration(session)
    db.session.commit()
    member = sign_in(app.test_client(), factories.an_account(language="en"))
    assert member.get(here(session)).status_code == 200
    assert '<html lang="en-CA"' in member.get(here(session)).text


def test_a_decision_is_never_made_by_opening_a_page(signed_in):
    registration = factories.a_registration(state="requested")
    path = f"/coordination/inscriptions/{registration.id}"
    signed_in.get(f"{path}?move=approve")
    db.session.refresh(registration)
    assert registration.state == "requested"
    assert signed_in.put(path).status_code in (400, 405)
    assert submit(signed_in, path, move="unknown").status_code == 400


def test_a_session_long_ago_still_has_its_list(signed_in):
    session = factories.a_session(starts_in=-timedelta(days=900))
    factories.a_registration(session)
    assert signed_in.get(here(session)).status_code == 200
