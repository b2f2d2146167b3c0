"""The form of a whole series, and « ma série », as people meet them."""

import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit

from resal import addresses, tokens
from resal.db import db
from resal.models import Letter, Registration, SeriesRegistration, TrainingSession
from resal.web import doors

PERSON = {"name": "Samir Haddad", "email": "samir@maison.example", "organization": "Maison des jeunes La Traverse"}


def a_series(*weeks, register_whole=True, **columns):
    series = factories.a_series(register_whole=register_whole)
    for week in weeks:
        factories.a_session(f"Atelier {week}", starts_in=timedelta(weeks=week), series_id=series.id, **columns)
    return series


def form_of(series, language="fr"):
    return addresses.path("registration.series_form", language, id=series.id)


def rows(model=Registration):
    db.session.rollback()
    return db.session.query(model).order_by(model.id).all()


def letters():
    return [letter.kind for letter in rows(Letter)]


def sessions(series):
    return [id_ for (id_,) in db.session.query(TrainingSession.id).filter_by(series_id=series.id).order_by("id")]


def _without_token(text, answer):
    return text.replace(answer.location.rpartition("/")[2], "")


@pytest.mark.parametrize(("language", "start"), [("fr", "/inscription/serie/"), ("en", "/en/registration/series/")])
def test_three_fields_give_every_place_and_a_permanent_secret_page(client, language, start):
    series = a_series(1, 2, -1)
    answer = submit(client, form_of(series, language), **PERSON)
    assert answer.status_code == 303
    assert re.fullmatch(start + "[A-Za-z0-9_-]{43}", answer.location)
    page = client.application.test_client().get(answer.location)
    assert [f"Atelier {week}" in page.text for week in (1, 2, -1)] == [True, True, False]
    assert "no-store" in page.headers["Cache-Control"]
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert [row.language for row in rows()] == [language, language]
    place = client.get(re.findall(rf'href="({start}[^"]+/\d+)"', page.text)[0])
    seat = client.get(place.location)
    assert (place.status_code, seat.status_code, answer.location in seat.text) == (303, 200, True)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("name", ""),
        ("name", "12345"),
        ("email", "samir@"),
        ("organization", ""),
        ("needs", "a" * 2001),
        ("email", "samir@maison.example\r\nBcc: tous@maison.example"),
        ("mode", "by boat"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, field, typed):
    series = a_series(1, mode="hybrid", capacity_online=2)
    answer = submit(client, form_of(series), **{**PERSON, "mode": "online", "needs": "Rampe", field: typed})
    assert (answer.status_code, "<title>Erreur" in answer.text) == (422, True)
    assert all(f'value="{value}"' in answer.text for name, value in PERSON.items() if name != field)
    assert (rows(), letters()) == ([], [])


def test_somebody_already_registered_gets_an_answer_like_a_first_one_and_the_link_by_letter(client):
    series = a_series(1, 2)
    first = submit(client, form_of(series), **PERSON)
    stranger = client.application.test_client()
    again = submit(stranger, form_of(series), **PERSON)
    assert (again.status_code, first.location == again.location) == (303, False)
    shown, real = stranger.get(again.location).text, client.get(first.location).text
    assert _without_token(shown, again) == _without_token(real, first)
    assert letters() == ["series_confirmed", "series_already"]
    inside = (f"/rencontres/{sessions(series)[0]}", "/quitter")
    assert ["courriel" in stranger.get(again.location + more).text for more in inside] == [True, True]
    assert submit(stranger, form_of(series), to=again.location + "/quitter").status_code == 200
    assert client.application.test_client().get(again.location).status_code == 404
    assert [row.state for row in rows()] == ["confirmed", "confirmed"]


def test_somebody_with_one_place_learns_nothing_of_it_from_the_whole(client):
    series = a_series(1, 2)
    own = submit(client, f"/rencontres/{sessions(series)[0]}/inscription", **PERSON).location
    stranger = client.application.test_client()
    for _ in range(2):
        page = stranger.get(submit(stranger, form_of(series), **PERSON).location)
        place = stranger.get(f"{page.request.path}/rencontres/{sessions(series)[0]}")
        assert ("courriel" in place.text, own in place.text + page.text) == (True, False)
    assert letters() == ["confirmed", "series_confirmed", "series_already"]


def test_a_program_that_fills_in_the_trap_registers_nobody(client):
    series = a_series(1)
    answer = submit(client, form_of(series), **PERSON, website="https://mechant.example")
    assert (answer.status_code, rows(), letters()) == (303, [], [])
    assert client.get(answer.location).status_code == 200


@pytest.mark.rate_limited
def test_a_form_that_comes_back_at_once_is_shown_once_more(client):
    series = a_series(1)
    assert submit(client, form_of(series), **PERSON).status_code == 422
    assert rows() == []


def test_a_form_sent_twice_is_one_registration_and_one_letter(client):
    series = a_series(1, 2)
    token = csrf_token(client.get(form_of(series)))
    sent = [client.post(form_of(series), data={"csrf_token": token, **PERSON}) for _ in range(2)]
    assert sent[0].location == sent[1].location
    assert (len(rows()), letters()) == (2, ["series_confirmed"])


def test_the_fields_are_remembered_when_asked(client):
    series = a_series(1)
    submit(client, form_of(series), **PERSON, remember="y")
    assert 'value="Samir Haddad"' in client.get(form_of(series)).text


def test_leaving_asks_first_and_acts_once(client):
    series = a_series(1, 2)
    page = submit(client, form_of(series), **PERSON).location
    assert client.get(page + "/quitter").status_code == 200
    assert [row.state for row in rows()] == ["confirmed", "confirmed"]
    for _ in range(2):
        assert submit(client, page + "/quitter").status_code == 303
    assert [row.state for row in rows()] == ["withdrawn", "withdrawn"]
    assert "Série quittée" in client.get(page).text
    assert letters() == ["series_confirmed", "series_left"]


def test_the_series_and_its_open_sessions_offer_it_and_no_other_page_does(client):
    series = a_series(1, -1)
    pages = [f"/series/{series.id}", *(f"/rencontres/{id_}" for id_ in sessions(series))]
    shown = [client.get(path, follow_redirects=True).text for path in pages]
    assert [f'href="{form_of(series)}"' in page for page in shown] == [True, True, False]
    one_by_one = a_series(1, register_whole=False)
    assert "toute la série" not in client.get(f"/series/{one_by_one.id}", follow_redirects=True).text
    assert client.get(form_of(one_by_one)).status_code == 404
    drafted = factories.a_series(register_whole=True)
    factories.a_session(series_id=drafted.id, published=False)
    assert client.get(form_of(drafted)).status_code == 404
    assert client.get(form_of(a_series(-1))).status_code == 410


def test_a_secret_link_of_something_else_opens_nothing(client):
    series = a_series(1)
    submit(client, form_of(series), **PERSON)
    [whole], [place] = rows(SeriesRegistration), rows()
    keys = doors.settings().secret_keys
    wrong = [tokens.issue(keys, "seat", whole.nonce), tokens.issue(keys, "series", place.nonce), "x", "A" * 43]
    for token in wrong:
        for more in ("", "/quitter", "/rencontres/1"):
            assert client.get(f"/inscription/serie/{token}{more}").status_code == 404
    right = tokens.issue(keys, "series", whole.nonce)
    assert client.get(f"/inscription/serie/{right}/rencontres/99999999999999").status_code == 404
    assert client.get(f"/inscription/{right}").status_code == 404
