"""The sheet that the team prints before: its order, its number, who took it."""

import io
from datetime import timedelta

import factories
import pytest
from harness import visitors
from harness.visitors import submit
from pypdf import PdfReader
from sqlalchemy import select

from resal.actions import Actor, registering
from resal.db import db
from resal.models import Entry, Registration, SignInSheet
from resal.queries import sign_in


def here(session):
    return f"/coordination/rencontres/{session.id}/presences"


def printed(client, session, **asked):
    answer = submit(client, here(session), to=f"{here(session)}/feuille.pdf", **asked)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    pages = PdfReader(io.BytesIO(answer.data)).pages
    return answer, " ".join(" ".join(page.extract_text() for page in pages).replace("\u00a0", " ").split())


@pytest.fixture
def session():
    session = factories.a_session("Désamorcer", starts_in=timedelta(days=1), capacity=30)
    for name in ("Zoé Archambault", "Ana Silva", "Bo Éthier"):
        factories.a_registration(session, factories.a_participant(name))
    return session


def test_it_has_the_people_of_the_door_in_its_order_with_a_number(signed_in, session):
    factories.a_registration(session, factories.a_participant("Attend Encore"), state="waiting")
    answer, words = printed(signed_in, session)
    assert "1 Zoé Archambault Maison des jeunes 2 Bo Éthier Maison des jeunes 3 Ana Silva" in words
    assert "Attend Encore" not in words
    assert answer.headers["Content-Disposition"] == f'attachment; filename="feuille-{session.id}-1.pdf"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_list_that_changed_is_another_sheet_and_the_same_list_the_same(signed_in, session):
    for _ in range(2):
        printed(signed_in, session)
    assert db.session.query(SignInSheet).count() == 1
    factories.a_registration(session, factories.a_participant("Carl Abel"))
    _answer, words = printed(signed_in, session)
    assert ("Feuille 2" in words, "1 Carl Abel" in words) == (True, True)
    assert [sheet.number for sheet in db.session.scalars(select(SignInSheet).order_by(SignInSheet.id))] == [1, 2]


def test_who_took_it_is_in_the_journal(signed_in, session):
    printed(signed_in, session)
    [entry] = db.session.scalars(select(Entry).where(Entry.deed == "attendance.sheet_taken")).all()
    assert entry.account_id
    assert "Feuille de présence imprimée" in signed_in.get("/coordination/journal").text


def test_it_speaks_the_language_of_who_prints_it(app, session):
    member = visitors.sign_in(app.test_client(), factories.an_account("host", language="en"))
    answer, words = printed(member, session)
    assert ("Sign-in sheet" in words, "sheet-" in answer.headers["Content-Disposition"]) == (True, True)


def test_of_a_confidential_circle_it_tells_neither_the_title_nor_where_people_work(signed_in):
    session = factories.a_session("Haine en ligne", visibility="confidential", capacity=9)
    factories.a_registration(session, factories.a_participant("Ana Silva", organization_name="Rue Action"))
    _answer, words = printed(signed_in, session)
    assert ["Haine" in words, "Rue Action" in words, "Espace clinique" in words] == [False, False, True]


def test_somebody_who_left_since_leaves_a_number_empty_on_the_sheet_that_was_printed(signed_in, session):
    printed(signed_in, session)
    sheet = db.session.scalars(select(SignInSheet)).one()
    first = db.session.get_one(Registration, sheet.lines["registrations"][0])
    registering.remove(first, "Non", Actor("account"))
    assert [row and row.name for row in sign_in.rows(sheet.meeting, sheet)] == [None, "Bo Éthier", "Ana Silva"]
    _answer, words = printed(signed_in, session)
    assert "Zoé Archambault" not in words


@pytest.mark.parametrize("date", ["x", "999999", "-1"])
def test_a_date_of_another_session_is_a_404_and_b1_readers_take_nothing(app, signed_in, session, date):
    answer = submit(signed_in, here(session), to=f"{here(session)}/feuille.pdf", date=date)
    assert answer.status_code == 404
    reader = visitors.sign_in(app.test_client(), factories.an_account("reader"))
    assert submit(reader, "/coordination", to=f"{here(session)}/feuille.pdf").status_code == 403
    undated = factories.a_session(starts_in=None)
    assert submit(signed_in, here(session), to=f"{here(undated)}/feuille.pdf").status_code == 404
    assert signed_in.get(f"{here(session)}/feuille.pdf").status_code == 405
