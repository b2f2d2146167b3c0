"""Asking to be told, as people and programs do it: of a session, of a theme or a borough."""

import re
import time
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from hypothesis import given
from hypothesis import strategies as st

from resal import clock
from resal.boroughs import BOROUGHS
from resal.db import db
from resal.models import Letter, Subscription, localized

ANA = "ana@maison.example"
NEWS = {"fr": "/me-prevenir", "en": "/en/notify-me"}


def undated(**columns):
    words = localized({"fr": "automne 2027", "en": "fall 2027"})
    return factories.a_session("Haine", starts_in=None, date_known_as=words, **columns)


def form_of(session, language="fr"):
    return f"/rencontres/{session.id}/me-prevenir" if language == "fr" else f"/en/sessions/{session.id}/notify-me"


def asked():
    """What every subscription is for."""
    db.session.rollback()
    rows = db.session.query(Subscription).order_by(Subscription.id)
    return [(row.email, row.training_session_id, row.language, row.themes, row.boroughs) for row in rows]


@pytest.mark.parametrize(("language", "words"), [("fr", "Date à venir : automne 2027"), ("en", "fall 2027")])
def test_a_session_without_a_date_is_listed_and_offers_to_tell(client, language, words):
    session = undated(registration="closed")
    home = client.get("/" if language == "fr" else "/en/").text.replace("\u00a0", " ")
    assert words in home
    page = client.get(re.search(rf'href="([^"]*/{session.id}-[^"]*)"', home)[1]).text
    assert form_of(session, language) in page
    answer = submit(client, form_of(session, language), email=ANA)
    assert (answer.status_code, f"/{session.id}-" in answer.location) == (303, True)
    assert client.get(answer.location).status_code == 200
    assert asked() == [(ANA, session.id, language, [], [])]
    assert db.session.query(Letter).count() == 0


@pytest.mark.parametrize(
    ("columns", "offered"),
    [
        ({"starts_in": None}, True),
        ({"starts_in": None, "registration": "closed"}, True),
        ({"starts_in": None, "registration": "invitation"}, True),
        ({"starts_in": None, "registration": "none"}, False),
        ({"opens_in": timedelta(days=2)}, True),
        ({"opens_in": timedelta(days=2), "starts_in": None}, True),
        ({}, False),
        ({"registration": "closed"}, False),
        ({"starts_in": timedelta(days=-1)}, False),
        ({"starts_in": None, "cancelled_in": timedelta(0)}, False),
    ],
)
def test_only_what_is_still_to_be_known_can_be_waited_for(client, columns, offered):
    moments = {"opens_in": "opens_at", "cancelled_in": "cancelled_at"}
    columns = {moments.get(key, key): clock.now() + value if key in moments else value
               for key, value in columns.items()}  # fmt: skip
    session = factories.a_session(**columns)
    page = client.get(f"/rencontres/{session.id}", follow_redirects=True).text
    assert (form_of(session) in page) == offered
    answer = client.get(form_of(session))
    assert answer.status_code == (200 if offered else 303)
    if not offered:
        data = {"csrf_token": csrf_token(client.get("/connexion")), "email": ANA}
        assert client.post(form_of(session), data=data).status_code == 303
        assert asked() == []


def test_before_registration_opens_its_form_leads_there(client):
    session = factories.a_session(opens_at=clock.now() + timedelta(days=2))
    assert form_of(session) in client.get(f"/rencontres/{session.id}/inscription").text
    assert "dès que les inscriptions ouvrent" in client.get(form_of(session)).text


@pytest.mark.parametrize("columns", [{"published": False}, {"visibility": "unlisted"}, {"visibility": "confidential"}])
def test_b7_what_is_not_for_everybody_cannot_be_waited_for(client, columns):
    session = undated(**columns)
    assert client.get(form_of(session)).status_code == 404
    data = {"csrf_token": csrf_token(client.get("/connexion")), "email": ANA}
    assert client.post(form_of(session), data=data).status_code == 404


def test_themes_and_boroughs_are_ticked_and_the_consent_is_not(client):
    theme = factories.a_theme("Gangs", key="gangs")
    page = client.get("/me-prevenir?theme=gangs").text
    ticked = re.findall(r'name="(\w+)" value="([^"]*)" checked', page)
    assert ticked == [("themes", "gangs"), ("language", "fr")]
    assert all(borough.replace("'", "&#39;") in page for borough in BOROUGHS)
    answer = submit(client, NEWS["fr"], email=ANA, themes=["gangs"], boroughs=["Verdun", "Anjou"], consent="y")
    assert (answer.status_code, answer.location) == (303, "/")
    assert "C’est noté" in client.get("/").text
    assert asked() == [(ANA, None, "fr", [theme.key], ["Anjou", "Verdun"])]


def test_the_form_says_who_writes_how_often_and_how_to_stop(client):
    page = client.get("/me-prevenir").text.replace("\u00a0", " ")
    for words in ("un courriel par mois au plus", "arrêter en tout temps", "Ces courriels viennent de"):
        assert words in page


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("email", "", "Entrez une adresse courriel complète"),
        ("email", "ana@", "Entrez une adresse courriel complète"),
        ("email", "ana@maison.example\r\nBcc: tous@maison.example", "Entrez une adresse courriel complète"),
        ("email", "é" * 70_000, "Entrez une adresse courriel complète"),
        ("email", f"{'a' * 300}@maison.example", "Entrez une adresse courriel complète"),
        ("themes", ["gangs", "inconnu"], "Choisissez dans la liste"),
        ("themes", ["1", "\x00", "' OR 1=1"], "Choisissez dans la liste"),
        ("themes", ["x"] * 10_000, "Choisissez dans la liste"),
        ("boroughs", ["Atlantide"], "Choisissez dans la liste"),
        ("consent", "", "Cochez cette case"),
        ("language", "de", ""),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, field, typed, words):
    factories.a_theme("Gangs", key="gangs")
    right = {"email": ANA, "themes": ["gangs"], "boroughs": ["Verdun"], "consent": "y", "language": "en"}
    answer = submit(client, NEWS["fr"], **{**right, field: typed})
    assert (answer.status_code, words in answer.text) == (422, True)
    kept = re.findall(r'name="(\w+)" value="([^"]*)" checked', answer.text)
    expected = [("themes", "gangs"), ("boroughs", "Verdun"), ("language", "en"), ("consent", "y")]
    assert [one for one in kept if one[0] != field] == [one for one in expected if one[0] != field]
    if field != "email":
        assert f'value="{ANA}"' in answer.text
    assert asked() == []


def test_ten_thousand_ticks_of_one_theme_are_one(client):
    factories.a_theme("Gangs", key="gangs")
    assert submit(client, NEWS["fr"], email=ANA, themes=["gangs"] * 10_000, consent="y").status_code == 303
    assert asked() == [(ANA, None, "fr", ["gangs"], [])]
    assert submit(client, NEWS["fr"], email=ANA, themes=["g" * 60] * 10_000, consent="y").status_code == 422


@given(st.lists(st.text(max_size=30), max_size=5), st.text(max_size=50))
def test_no_typing_breaks_a_form(app, database, ticks, address):
    with database.undoing():
        client = app.test_client()
        answer = submit(client, NEWS["fr"], email=address, themes=ticks, boroughs=ticks, consent=address)
        assert answer.status_code in (303, 422)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_h1_the_answer_is_the_same_for_an_address_that_is_known_or_has_left(app, language):
    session = undated()
    for path, more in ((form_of(session, language), {}), (NEWS[language], {"consent": "y"})):
        answers = []
        for _ in range(2):
            stranger = app.test_client()
            answer = submit(stranger, path, email=ANA, **more)
            answers.append((answer.status_code, answer.location, stranger.get(answer.location).text))
        db.session.query(Subscription).update({"withdrawn_at": clock.now()})
        db.session.commit()
        stranger = app.test_client()
        answer = submit(stranger, path, email=ANA, **more)
        answers.append((answer.status_code, answer.location, stranger.get(answer.location).text))
        assert len(set(answers)) == 1
    assert db.session.query(Letter).count() == 0


def test_a_program_that_fills_in_the_trap_is_answered_alike_and_keeps_nothing(client):
    session = undated()
    for path, more in ((form_of(session), {}), (NEWS["fr"], {"consent": "y"})):
        assert submit(client, path, email=ANA, website="https://spam.example", **more).status_code == 303
    assert asked() == []


@pytest.mark.rate_limited
def test_faster_than_anybody_types_the_form_comes_back_as_it_was(client):
    answer = submit(client, NEWS["fr"], email=ANA, consent="y")
    assert (answer.status_code, f'value="{ANA}"' in answer.text, asked()) == (422, True, [])


@pytest.mark.rate_limited
def test_h3_one_place_cannot_subscribe_a_whole_list_of_strangers(client, monkeypatch, freeze):
    freeze(clock.now())
    token, later = csrf_token(client.get(NEWS["fr"])), time.time() + 60
    monkeypatch.setattr(time, "time", lambda: later)  # by which the age of the form is judged
    strangers = [{"csrf_token": token, "email": f"p{n}@ailleurs.example", "consent": "y"} for n in range(62)]
    codes = [client.post(NEWS["fr"], data=data).status_code for data in strangers]
    assert codes == [303] * 60 + [429] * 2
    assert len(asked()) == 60


def test_b7_what_only_a_draft_tells_of_is_not_offered(client):
    theme, venue = factories.a_theme("Canari"), factories.a_venue(borough="Canarie")
    factories.a_session(published=False, themes=[theme], venue=venue)
    factories.an_organization(territories=["Canardville"], hidden=True)
    factories.an_organization(territories=["Laval", "Villeray"])
    page = client.get(f"/me-prevenir?theme={theme.key}").text
    assert ("Canar" in page, 'value="Laval"' in page, 'value="Villeray"' in page) == (False, True, False)


def test_the_page_is_linked_from_where_something_is_missing(client):
    theme = factories.a_theme("Gangs", key="gangs")
    assert "Laissez votre courriel, on vous prévient" in client.get("/").text
    factories.a_takeaway("Une phrase", themes=[theme])
    assert "/me-prevenir?theme=gangs" in client.get("/apprentissages/theme/gangs").text
    for path in ("/", "/apprentissages?q=licorne", "/aide"):
        assert 'href="/me-prevenir"' in client.get(path).text
