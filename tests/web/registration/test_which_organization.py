"""An organization spelled nearly like one of ours: asked once, on every form, and never imposed."""

import factories
import pytest
from harness.visitors import submit
from several_at_hand import carried, plain, registrations, rows

from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import SeriesRegistration, localized

TRAVERSE = "Maison des jeunes La Traverse"
NEARLY = "Maison des jeunes La Travers"


@pytest.fixture(autouse=True)
def traverse(database):
    return factories.an_organization(TRAVERSE, name=localized({"fr": TRAVERSE})).id


def fields(kind, organization):
    if kind == "several":
        return rows("Samir Haddad", organization=organization)
    return {"name": "Samir Haddad", "email": "samir@maison.example", "organization": organization}


def a_form(kind):
    if kind == "series":
        series = factories.a_series(register_whole=True)
        factories.a_session(series_id=series.id)
        return f"/series/{series.id}/inscription"
    session = factories.a_session()
    return f"/rencontres/{session.id}/inscription" + ("/plusieurs" if kind == "several" else "")


def organizations():
    return [(row.participant.organization_name, row.participant.organization_id) for row in registrations()]


FORMS = pytest.mark.parametrize("kind", ["single", "several", "series"])


@FORMS
def test_the_one_that_is_meant_is_chosen_and_counted_with_it(client, kind, traverse):
    path = a_form(kind)
    page = submit(client, path, **fields(kind, NEARLY))
    assert (page.status_code, registrations()) == (422, [])
    assert "On ne connaît pas ce nom : est-ce l'un de ceux-ci?" in plain(page)
    assert f"Non, c'est « {NEARLY} »" in plain(page)
    answer = client.post(path, data={**carried(page), **fields(kind, NEARLY), "meant": TRAVERSE})
    assert (answer.status_code, organizations()) == (303, [(TRAVERSE, traverse)])


@FORMS
def test_what_was_written_stays_when_it_is_confirmed(client, kind):
    path = a_form(kind)
    page = submit(client, path, **fields(kind, NEARLY))
    answer = client.post(path, data={**carried(page), **fields(kind, NEARLY), "meant": ""})
    assert (answer.status_code, organizations()) == (303, [(NEARLY, None)])


@FORMS
def test_another_name_written_instead_is_asked_about_anew(client, kind):
    path = a_form(kind)
    page = submit(client, path, **fields(kind, NEARLY))
    again = client.post(path, data={**carried(page), **fields(kind, "La Traverse"), "meant": ""})
    assert (again.status_code, "Non, c'est « La Traverse »" in plain(again), registrations()) == (422, True, [])


@FORMS
def test_a_name_we_know_or_that_looks_like_none_is_not_asked_about(client, kind):
    for n, name in enumerate(("maison des jeunes la traverse", "École Louis-Riel")):
        assert submit(client, a_form(kind), **fields(kind, name)).status_code == 303
        assert len(registrations()) == n + 1


def test_h1_somebody_registered_already_is_asked_like_anybody(client):
    session = factories.a_session()
    registering.register(session, Typed("Samir Haddad", "samir@maison.example", TRAVERSE))
    page = submit(client, f"/rencontres/{session.id}/inscription", **fields("single", NEARLY))
    assert page.status_code == 422


def test_what_was_confirmed_is_not_asked_again_when_the_last_seat_goes(client):
    session = factories.a_session(capacity=1)
    path = f"/rencontres/{session.id}/inscription"
    page = submit(client, path, **fields("single", NEARLY), expects="seat")
    factories.a_registration(session)
    sent = {**carried(page), **fields("single", NEARLY), "meant": "", "expects": "seat"}
    full = client.post(path, data=sent)
    assert full.status_code == 409
    assert client.post(path, data=carried(full)).status_code == 303
    assert organizations()[-1] == (NEARLY, None)


def test_a_list_too_long_asks_which_organization_before_who_waits(client):
    session = factories.a_session(capacity=1)
    path = f"/rencontres/{session.id}/inscription/plusieurs"
    people = rows("Ana Silva", "Bilal Haddad", organization=NEARLY)
    page = submit(client, path, **people)
    choice = client.post(path, data={**carried(page), **people, "meant": TRAVERSE})
    assert (page.status_code, choice.status_code) == (422, 409)
    assert client.post(path, data=carried(choice, wait="each")).status_code == 303
    assert {name for name, _ in organizations()} == {TRAVERSE}


def test_hostile_choices_are_only_text(client):
    path = a_form("single")
    for meant in ("<script>alert(1)</script>", "https://mechant.example", "x" * 300):
        page = submit(client, path, **fields("single", NEARLY), meant=meant, asked="y")
        assert page.status_code in (303, 422)
        assert "<script>alert" not in page.text
    assert db.session.query(SeriesRegistration).count() == 0
