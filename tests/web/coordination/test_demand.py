"""What the team makes of what people ask for: figures, a choice when publishing, a session to create."""

import html
import re
from datetime import timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send
from harness.visitors import sign_in, submit

from resal.actions import interest
from resal.db import db
from resal.models import Letter, TrainingSession, localized

HERE = "/coordination/demande"
DAY = timedelta(days=1)


def ask(number, themes=(), boroughs=(), start=0):
    for n in range(start, start + number):
        interest.ask_for_news(f"p{n}@canari.example", "fr", list(themes), list(boroughs))


def announced():
    return db.session.query(Letter).filter_by(kind="announced").count()


def test_nothing_asked_yet_the_page_says_where_people_ask(signed_in):
    page = plainly(signed_in.get(HERE).text)
    assert "Personne n'a encore rien demandé." in page
    assert 'href="/me-prevenir"' in page


def test_figures_are_shown_and_never_an_address(signed_in):
    theme = factories.a_theme("Gangs", key="gangs")
    session = factories.a_session("Rencontre attendue", starts_in=None, date_known_as=localized({"fr": "en hiver"}))
    ask(6, ["gangs"], ["Verdun"])
    ask(2, [], [], start=6)
    interest.ask_for_session(session, "ana@canari.example", "fr")
    full = factories.a_session(starts_in=-30 * DAY, themes=[theme])
    old = factories.a_session(starts_in=-400 * DAY, themes=[theme])
    for row in (full, full, full, old):
        factories.a_registration(row, state="waiting")
    page = plainly(signed_in.get(HERE).text)
    for words in ("8 personnes veulent des nouvelles.", "2 les veulent toutes.", "Verdun", "Rencontre attendue",
                  "Restées sur une liste d'attente"):  # fmt: skip
        assert words in page
    assert page.count(f'href="/coordination/rencontres/nouvelle?theme={theme.id}"') == 2
    assert "canari" not in page
    cells = [cell.partition("<")[0] for cell in page.split('data-label="Personnes">')[1:]]
    assert cells == ["6", "6", "6", "1", "3"]


def test_small_numbers_are_for_coordinators_alone(app):
    factories.a_theme("Gangs", key="gangs")
    ask(4, ["gangs"], ["Verdun"])
    ask(2, [], ["Verdun"], start=4)
    page = plainly(sign_in(app.test_client(), factories.an_account("reader")).get(HERE).text)
    assert page.count("moins de 5") == 2
    assert ("Créer une rencontre" in page, ">6<" in page) == (False, True)
    assert sign_in(app.test_client(), factories.an_account("host")).get(HERE).status_code == 403


@pytest.mark.parametrize("asked", ["{id}", "0", "-1", "9" * 30, "x", "", "'", "٣"])
def test_a_new_session_begins_with_the_theme_when_the_directory_has_it(signed_in, asked):
    theme = factories.a_theme("Gangs")
    other = factories.a_theme("Haine")
    answer = signed_in.get("/coordination/rencontres/nouvelle", query_string={"theme": asked.format(id=theme.id)})
    assert answer.status_code == 200
    assert (f'value="{theme.id}" checked' in answer.text) == (asked == "{id}")
    assert f'name="theme_ids" value="{other.id}" checked' not in answer.text


def test_a_session_begins_with_the_theme_and_the_place_that_were_asked_for(signed_in):
    theme = factories.a_theme("Gangs", key="gangs")
    ask(3, ["gangs"], ["Mercier–Hochelaga-Maisonneuve"])
    page = signed_in.get(HERE).text
    found = re.findall(r'href="(/coordination/rencontres/nouvelle[^"]*quartier[^"]*)"', page)
    links = [html.unescape(link) for link in found]
    assert len(links) == 2  # of the borough alone, and of the theme in it
    fields = [fields_of(signed_in.get(link)) for link in links]
    assert [one["city"] for one in fields] == ["Mercier–Hochelaga-Maisonneuve"] * 2
    assert sorted(one.getlist("theme_ids") for one in fields) == [[], [str(theme.id)]]


@pytest.mark.parametrize("asked", ["", "<script>", "x" * 5000, "\x00\n"])
def test_a_place_from_the_address_is_only_text(signed_in, asked):
    answer = signed_in.get("/coordination/rencontres/nouvelle", query_string={"quartier": asked})
    assert answer.status_code == 200
    assert (len(fields_of(answer)["city"]) <= 200, "<script>" in answer.text.partition("<main")[2]) == (True, False)


def test_publishing_says_who_asked_and_lets_one_choose(signed_in):
    theme = factories.a_theme("Gangs", key="gangs")
    session = factories.a_session(published=False, venue=factories.a_venue(), themes=[theme])
    path = f"/coordination/rencontres/{session.id}/publier"
    assert "Aucun courriel ne part." in plainly(signed_in.get(path).text)
    ask(3, ["gangs"])
    ask(1, [], ["Verdun"], start=3)
    page = plainly(signed_in.get(path).text)
    for words in ("3 personnes ont demandé le thème « Gangs ».", "Publier et prévenir 3 personnes abonnées",
                  "Publier sans courriel"):  # fmt: skip
        assert words in page.replace("\u00a0", " ")
    assert submit(signed_in, path, announce="1").status_code == 303
    assert announced() == 3
    said = plainly(signed_in.get(f"/coordination/rencontres/{session.id}").text)
    assert "Les courriels à 3 personnes partent dans 15 minutes." in said
    assert "(nouvelle rencontre)" in said
    assert "Rencontre annoncée aux personnes abonnées" in plainly(signed_in.get("/coordination/journal").text)
    again = factories.a_session(published=False, venue=factories.a_venue(), themes=[theme])
    path = f"/coordination/rencontres/{again.id}/publier"
    assert "3 personnes ont déjà reçu une annonce cette semaine" in plainly(signed_in.get(path).text)


def test_publishing_without_a_letter_writes_none(signed_in):
    session = factories.a_session(published=False, venue=factories.a_venue())
    ask(3)
    assert send(signed_in, f"/coordination/rencontres/{session.id}/publier").status_code == 303
    db.session.expire_all()
    assert (announced(), db.session.get(TrainingSession, session.id).published) == (0, True)


def test_giving_a_date_says_first_how_many_wait_for_it(signed_in):
    session = factories.a_session(starts_in=None, date_known_as=localized({"fr": "en hiver"}))
    interest.ask_for_session(session, "ana@canari.example", "fr")
    path = f"/coordination/rencontres/{session.id}/deplacer"
    date = {"meetings-0-date": "2026-12-16", "meetings-0-start": "13:30", "meetings-0-end": "16:30"}
    look = send(signed_in, path, **date)
    assert "Une personne attendait cette date : elle reçoit un courriel." in plainly(look.text)
    assert db.session.query(Letter).count() == 0


def test_a_theme_that_many_ask_for_is_a_thing_to_do(signed_in):
    factories.a_theme("Gangs", key="gangs")
    ask(7, ["gangs"])
    assert "Penser à une rencontre" not in plainly(signed_in.get("/coordination").text)
    ask(1, ["gangs"], start=7)
    page = plainly(signed_in.get("/coordination").text).replace("\u00a0", " ")
    assert "Penser à une rencontre sur « Gangs »" in page
    assert "8 personnes la demandent · rien à venir" in page
