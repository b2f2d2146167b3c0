"""About how many people came, where nobody kept the list."""

from datetime import timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in, submit
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from resal.actions import SYSTEM, Refusal, attending
from resal.db import db
from resal.models import Entry, TrainingSession


def here(session):
    return f"/coordination/rencontres/{session.id}/presences"


def note(client, session, low="", high="", **more):
    return submit(client, here(session), to=f"{here(session)}/estimation", low=low, high=high, **more)


def noted(session):
    db.session.expire_all()
    row = db.session.get(TrainingSession, session.id)
    return row.attendance_low, row.attendance_high


def deeds():
    return db.session.scalars(select(Entry.deed).where(Entry.deed == "attendance.estimated")).all()


@pytest.fixture
def session():
    return factories.a_session("Désamorcer", starts_in=timedelta(days=-3))


@pytest.mark.parametrize(
    ("low", "high", "kept", "said"),
    [
        ("15", "", (15, 15), "environ 15 personnes"),
        ("12", "15", (12, 15), "12 à 15 personnes"),
        ("15", "15", (15, 15), "environ 15 personnes"),
        ("100000", "100000", (100_000, 100_000), "environ 100 000 personnes"),
        ("0", "", (0, 0), ""),
    ],
)
def test_an_estimate_is_noted_and_shows_where_it_did(signed_in, client, session, low, high, kept, said):
    answer = note(signed_in, session, low, high)
    assert (answer.status_code, noted(session)) == (303, kept)
    assert "L'estimation est notée." in plainly(signed_in.get(answer.location).text)
    assert said in plainly(client.get("/rencontres/passees").text).replace("\u202f", " ")
    assert "Présences estimées" in signed_in.get(f"/coordination/rencontres/{session.id}").text
    assert f'value="{low}"' in signed_in.get(here(session)).text


def test_empty_clears_it(signed_in, session):
    note(signed_in, session, "12", "15")
    assert note(signed_in, session).status_code == 303
    assert (noted(session), len(deeds())) == ((None, None), 2)
    note(signed_in, session)
    assert len(deeds()) == 2  # nothing changed


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ("", "15", "le plus petit nombre"),
        ("15", "12", "au moins aussi grand"),
        ("-1", "", "Écrivez 0 ou un nombre plus grand"),
        ("3", "-1", "Écrivez 0 ou un nombre plus grand"),
        ("100001", "", "trop grand"),
        ("1", "100001", "trop grand"),
        ("1" * 400, "", "trop grand"),
        ("9" * 5000, "", "Écrivez un nombre entier"),
        ("douze", "", "Écrivez un nombre entier"),
        ("1.5", "", "Écrivez un nombre entier"),
        ("1e9", "", "Écrivez un nombre entier"),
        ("1", "\x00", "Écrivez un nombre entier"),
    ],
)
def test_what_counts_nobody_is_said_in_place_and_nothing_typed_is_lost(signed_in, session, low, high, said):
    page = note(signed_in, session, low, high)
    assert (page.status_code, said in plainly(page.text), noted(session)) == (422, True, (None, None))
    assert f'name="low" type="text" value="{low}"' in page.text


def test_nobody_came_yet_to_what_is_to_come(signed_in):
    session = factories.a_session(starts_in=timedelta(days=1))
    assert "Noter l'estimation" not in plainly(signed_in.get(here(session)).text)
    page = note(signed_in, session, "15")
    assert (page.status_code, noted(session)) == (422, (None, None))
    assert "quand la rencontre a commencé" in plainly(page.text)
    assert 'value="15"' in page.text


def test_a_session_without_a_date_is_estimated_and_thereby_past(signed_in, client):
    session = factories.a_session("Vieille", starts_in=None)
    assert "sans date compte parmi les rencontres passées" in plainly(signed_in.get(here(session)).text)
    note(signed_in, session, "12", "15")
    assert noted(session) == (12, 15)
    assert "Vieille" in client.get("/rencontres/passees").text


def test_where_a_list_counted_people_nobody_is_asked_to_guess(signed_in, session):
    registration = factories.a_registration(session)
    assert "Noter l'estimation" in plainly(signed_in.get(here(session)).text)
    attending.mark(registration, session.live_meetings[0], "present", SYSTEM)
    assert "Noter l'estimation" not in plainly(signed_in.get(here(session)).text)


def test_the_date_that_was_chosen_stays_chosen(signed_in):
    session = factories.a_session(starts_in=timedelta(days=-9), meetings=2)
    chosen = session.live_meetings[0].id
    assert note(signed_in, session, "9", date=chosen).location == f"{here(session)}?date={chosen}"
    assert note(signed_in, session, "9", date="999999").status_code == 404


def test_b1_hosts_estimate_and_readers_do_not(app, session):
    host = sign_in(app.test_client(), factories.an_account("host"))
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    assert submit(reader, "/coordination", to=f"{here(session)}/estimation", low="3").status_code == 403
    assert note(host, session, "15").status_code == 303
    assert noted(session) == (15, 15)


def test_d1_nothing_is_noted_without_the_token_or_by_opening_a_page(signed_in, session):
    assert signed_in.get(f"{here(session)}/estimation").status_code == 405
    assert signed_in.post(f"{here(session)}/estimation", data={"low": "3"}).status_code == 400
    assert noted(session) == (None, None)


def test_it_is_asked_in_english_too(app, session):
    reader = sign_in(app.test_client(), factories.an_account(language="en"))
    page = plainly(reader.get(here(session)).text)
    assert all(words in page for words in ("About how many people?", "About, or from", "Write down the estimate"))


@given(*[st.none() | st.integers(-3, 100_003)] * 2)
def test_whatever_is_kept_is_from_a_smaller_number_to_a_larger(database, low, high):
    with database.undoing():
        session = factories.a_session(starts_in=None)
        try:
            attending.estimate(session, low, high, SYSTEM)
        except Refusal:
            assert low is None or not 0 <= low <= (low if high is None else high) <= 100_000
        else:
            kept = (session.attendance_low, session.attendance_high)
            assert kept == ((None, None) if low is None else (low, low if high is None else high))
            assert low is None or 0 <= kept[0] <= kept[1] <= 100_000
