"""The end of the list and its reopening, people who come without a seat, the sheet to sign."""

from datetime import timedelta

import factories
import pytest
from filling_in import plainly, send, send_again
from harness.visitors import sign_in, submit
from sqlalchemy import select

from resal.db import db
from resal.models import Attendance, Entry, Registration

ANA = {"name": "Ana Silva", "email": "ana@maison.example", "organization": "Maison des jeunes"}


def here(session):
    return f"/coordination/rencontres/{session.id}/presences"


def statuses(session):
    db.session.expire_all()
    rows = select(Attendance).join(Registration).where(Registration.training_session_id == session.id)
    return {row.registration.participant.name: row.status for row in db.session.scalars(rows)}


def deeds():
    return db.session.scalars(select(Entry.deed).where(Entry.deed.startswith("attendance.")).order_by(Entry.id)).all()


@pytest.fixture
def session():
    session = factories.a_session("Désamorcer", starts_in=timedelta(minutes=-30), capacity=1)
    factories.a_registration(session, factories.a_participant("Zoé"))
    return session


def test_closing_marks_absent_whoever_did_not_come_and_reopening_takes_that_back(signed_in, session):
    answer = submit(signed_in, here(session), to=f"{here(session)}/terminer")
    page = plainly(signed_in.get(answer.location).text)
    assert (answer.status_code, statuses(session)) == (303, {"Zoé": "absent"})
    assert ["La liste est terminée : 0 présence." in page, "Consigner ce qu'on a appris" in page] == [True, True]
    submit(signed_in, here(session), to=f"{here(session)}/terminer", reopen="1")
    assert statuses(session) == {}
    assert [deed for deed in deeds() if "marked" not in deed] == ["attendance.closed", "attendance.reopened"]


def test_k2_closing_twice_is_closing_once(signed_in, session):
    for _ in range(2):
        assert submit(signed_in, here(session), to=f"{here(session)}/terminer").status_code == 303
    assert statuses(session) == {"Zoé": "absent"}


@pytest.mark.parametrize("more", [{"starts_in": timedelta(days=1)}, {"starts_in": timedelta(days=-1), "meetings": 2}])
def test_nobody_is_absent_from_what_is_to_come(signed_in, more):
    session = factories.a_session(**more)
    factories.a_registration(session)
    assert "Terminer</button>" not in signed_in.get(here(session)).text
    answer = submit(signed_in, here(session), to=f"{here(session)}/terminer")
    assert "quand la dernière date a commencé" in signed_in.get(answer.location).text
    assert statuses(session) == {}


def test_somebody_without_a_seat_is_welcome_even_in_a_full_session(signed_in, session, outbox):
    answer = send(signed_in, f"{here(session)}/ajouter", **ANA)
    row = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
    assert (answer.status_code, answer.location.partition("#")[2]) == (303, f"p-{row.id}")
    assert (row.state, row.source, row.over_capacity) == ("confirmed", "door", True)
    assert statuses(session) == {"Ana Silva": "present"}
    assert [letter.kind for letter in outbox()] == ["confirmed"]


def test_k2_the_same_walk_in_twice_is_one_person_and_one_letter(signed_in, session, outbox):
    page = signed_in.get(f"{here(session)}/ajouter")
    for _ in range(2):
        assert send_again(signed_in, f"{here(session)}/ajouter", page, **ANA).status_code == 303
    assert statuses(session) == {"Ana Silva": "present"}
    assert len(outbox()) == 1


def test_somebody_on_the_list_after_all_is_simply_marked(signed_in):
    session = factories.a_session(starts_in=timedelta(minutes=-30), capacity=5)
    factories.a_registration(session, factories.a_participant("Ana Silva", email=ANA["email"]))
    send(signed_in, f"{here(session)}/ajouter", **ANA)
    assert statuses(session) == {"Ana Silva": "present"}
    assert len(db.session.scalars(select(Registration)).all()) == 1


def test_somebody_who_waits_in_line_and_comes_is_seated_and_present(signed_in, session):
    waiting = factories.a_participant("Ana Silva", email=ANA["email"])
    registration = factories.a_registration(session, waiting, state="waiting")
    answer = send(signed_in, f"{here(session)}/ajouter", **ANA)
    assert (answer.status_code, statuses(session)) == (303, {"Ana Silva": "present"})
    db.session.refresh(registration)
    assert registration.state == "confirmed"


def test_what_is_missing_is_said_in_place_and_nothing_is_lost(signed_in, session):
    answer = send(signed_in, f"{here(session)}/ajouter", name="Ana Silva", email="x", organization="")
    assert answer.status_code == 422
    assert 'value="Ana Silva"' in answer.text
    assert statuses(session) == {}


def test_the_walk_in_is_marked_at_the_date_that_was_chosen(signed_in):
    session = factories.a_session(starts_in=timedelta(days=-7), meetings=2, capacity=5)
    chosen = session.live_meetings[0]
    page = f"{here(session)}/ajouter?date={chosen.id}"
    answer = send(signed_in, page, **ANA)
    assert f"date={chosen.id}" in answer.location
    assert db.session.scalars(select(Attendance)).one().meeting_id == chosen.id
    assert signed_in.get(f"{here(session)}/ajouter?date=999999").status_code == 404


def test_the_sheet_has_a_line_to_sign_for_everybody(signed_in, session):
    page = signed_in.get(f"{here(session)}/feuille").text
    assert (page.count('<th scope="row">'), "Signature" in page) == (1, True)


def test_d1_nothing_is_done_without_the_token_or_by_opening_a_page(signed_in, session):
    assert signed_in.get(f"{here(session)}/terminer").status_code == 405
    for path in (f"{here(session)}/terminer", f"{here(session)}/ajouter"):
        assert signed_in.post(path, data=ANA).status_code == 400
    assert statuses(session) == {}


def test_b1_hosts_add_and_close_and_readers_do_neither(app, session):
    host = sign_in(app.test_client(), factories.an_account("host"))
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    assert submit(reader, "/coordination", to=f"{here(session)}/terminer").status_code == 403
    assert submit(reader, "/coordination", to=f"{here(session)}/ajouter", **ANA).status_code == 403
    assert send(host, f"{here(session)}/ajouter", **ANA).status_code == 303
    assert submit(host, here(session), to=f"{here(session)}/terminer").status_code == 303
    assert statuses(session) == {"Ana Silva": "present", "Zoé": "absent"}
    assert "Consigner" not in host.get(here(session)).text
