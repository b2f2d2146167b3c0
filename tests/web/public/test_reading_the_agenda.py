"""The agenda as everybody reads it: by day, side by side, and on paper."""

import re
from datetime import date, time

import factories
import pytest

from resal import tokens
from resal.actions import SYSTEM, scheduling
from resal.actions.scheduling import LinePlan
from resal.actions.scheduling.dates import MeetingPlan, place
from resal.db import writing
from resal.models import localized


def plainly(text):
    return text.replace("\u00a0", " ").replace("’", "'").replace("&#39;", "'")


def a_conference(**columns):
    """Two days; on the first a plenary, then two tracks in parallel, then a line without an hour."""
    session = factories.a_session("Colloque", **columns)
    with writing():
        place(session, [MeetingPlan(date(2026, 12, day), time(9), time(17)) for day in (7, 8)])
    first, second = [meeting.id for meeting in session.live_meetings]
    ana, lea = factories.a_facilitator("Ana Silva"), factories.a_facilitator("Léa Roy")
    body, hidden = factories.an_organization("Tandem"), factories.an_organization("Secrète", hidden=True)

    def line(text, day, start=None, end=None, **more):
        return LinePlan({"fr": text, "en": f"{text} (EN)"}, meeting_id=day, start=start, end=end, **more)

    lines = [
        line("Accueil", first, time(9), time(9, 45), leaders=[(ana.id, "keynote"), (lea.id, "moderator")]),
        line("La rue", first, time(10), time(11, 30), track="Atelier A", leaders=[(ana.id, "speaker")]),
        line("Café", first, time(11, 30)),
        line("L'école", first, time(10), time(11), track="Atelier B", organization_ids=[body.id, hidden.id]),
        line("Retour", second, part="morning"), line("Exposition", None),
    ]  # fmt: skip
    scheduling.write_agenda(session, lines, session.revision, SYSTEM)
    return session


def rows_of(page):
    """The cells of the table, row by row, as they are read aloud."""
    table = re.search(r"<table.*?</table>", page, re.S)[0]
    cells = [re.findall(r"<t([hd])\b[^>]*>(.*?)</t\1>", row, re.S) for row in re.findall(r"<tr.*?</tr>", table, re.S)]
    return [[" ".join(re.sub(r"<[^>]+>", " ", text).split()) for _, text in row] for row in cells]


def test_a_day_is_a_timeline_that_says_how_long_and_by_whom(client):
    page = plainly(client.get(f"/rencontres/{a_conference().id}/deroulement").text)
    assert page.index("Exposition") < page.index("Lundi 7 décembre 2026") < page.index('moment-title">Accueil')
    assert "45 min · Conférence : Ana Silva · Modération : Léa Roy" in page
    assert "1 h 30 · Atelier A · Ana Silva" in page
    assert "1 h · Atelier B · Tandem" in page
    assert "Secrète" not in page
    assert page.index("Mardi 8 décembre 2026") < page.index("Retour</span>")


def test_tracks_in_parallel_are_a_real_table_too(client):
    page = plainly(client.get(f"/rencontres/{a_conference().id}/deroulement").text)
    assert rows_of(page) == [
        ["Heure", "Atelier A", "Atelier B"],
        ["9 h", "Accueil 45 min · Conférence : Ana Silva · Modération : Léa Roy"],
        ["10 h", "La rue 1 h 30 · Ana Silva", "L'école 1 h · Tandem"], ["11 h 30", "Café"],
    ]  # fmt: skip
    assert page.count("<table") == 1, "a day of one track needs none"
    assert page.count('scope="col"') == 3
    assert page.count('scope="row"') == 3
    assert 'colspan="2"' in page


def test_timed_lines_are_in_the_order_of_time_wherever_they_are_shown(client):
    session = factories.a_session("Journée")
    day = session.live_meetings[0].id
    hours = {"Retour": time(10, 45), "Pause": None, "Film": time(10), "Accueil": time(10, 15)}
    lines = [LinePlan({"fr": text}, meeting_id=day, start=at) for text, at in hours.items()]
    scheduling.write_agenda(session, lines, session.revision, SYSTEM)
    for path in (f"/rencontres/{session.id}/deroulement", f"/en/sessions/{session.id}/agenda"):
        shown = re.findall(r'moment-title"[^>]*>([^<]+)<', client.get(path).text)
        assert shown == ["Film", "Accueil", "Retour", "Pause"], path


def test_after_midnight_comes_last_in_an_evening(client):
    session = factories.a_session("Nuit")
    with writing():
        place(session, [MeetingPlan(date(2026, 12, 7), time(22), time(2))])
    day = session.live_meetings[0].id
    lines = [LinePlan({"fr": text}, meeting_id=day, start=at) for text, at in (("B", time(0, 30)), ("A", time(23)))]
    scheduling.write_agenda(session, lines, session.revision, SYSTEM)
    page = client.get(f"/rencontres/{session.id}/deroulement").text
    assert re.findall(r'moment-title"[^>]*>([^<]+)<', page) == ["A", "B"]


def test_a_role_that_the_title_says_is_not_said_twice(client):
    session = factories.a_session("Colloque")
    ana, lines = factories.a_facilitator("Ana Silva"), []
    for title in ("Conférence de clôture", "Ce que disent les jeunes"):
        lines.append(LinePlan({"fr": title}, meeting_id=session.live_meetings[0].id, leaders=[(ana.id, "keynote")]))
    scheduling.write_agenda(session, lines, session.revision, SYSTEM)
    page = plainly(client.get(f"/rencontres/{session.id}/deroulement").text)
    assert re.findall(r'moment-note">([^<]+)<', page) == ["Ana Silva", "Conférence : Ana Silva"]


def test_the_agenda_names_all_the_days_and_the_table_has_its_heading(client):
    page = plainly(client.get(f"/rencontres/{a_conference().id}/deroulement").text)
    assert "7 et 8 décembre 2026" in page
    assert "<h3>Les volets côte à côte</h3><table" in page


def test_the_page_of_a_session_shows_the_same_and_leads_to_the_one_to_print(client):
    session = a_conference()
    page = plainly(client.get(f"/rencontres/{session.id}", follow_redirects=True).text)
    assert "Modération : Léa Roy" in page
    assert "Les volets côte à côte, en tableau" in page
    assert f'href="/rencontres/{session.id}/deroulement"' in page


def test_the_own_title_of_a_day_says_its_language(client):
    session = a_conference()
    with writing():
        session.live_meetings[1].title = localized({"fr": "Agir"})
    for path, said in (("/en/sessions/{}/agenda", ' lang="fr-CA"'), ("/rencontres/{}/deroulement", "")):
        assert f"– <span{said}>Agir</span></h2>" in plainly(client.get(path.format(session.id)).text)


def test_the_agenda_is_whole_in_english(client):
    page = plainly(client.get(f"/en/sessions/{a_conference().id}/agenda").text)
    for words in ("Accueil (EN)", "Monday, December 7, 2026", "9 a.m.", "Moderation: Léa Roy", "Morning"):
        assert words in page
    assert re.search(r'hreflang="fr[^"]*" href="[^"]*/deroulement"', page)


def test_a_session_without_an_agenda_says_so(client):
    page = plainly(client.get(f"/rencontres/{factories.a_session().id}/deroulement").text)
    assert "Le déroulement n'est pas encore connu." in page


def test_b7_the_agenda_of_a_draft_does_not_exist_and_a_secret_one_needs_its_key(client, settings):
    draft, unlisted = a_conference(published=False), a_conference(visibility="unlisted")
    assert client.get(f"/rencontres/{draft.id}/deroulement").status_code == 404
    path = f"/rencontres/{unlisted.id}/deroulement"
    assert client.get(path).status_code == 404
    key = tokens.issue(settings.secret_keys, "access", unlisted.access_nonce)
    answer = client.get(f"{path}?cle={key}")
    assert (answer.status_code, "noindex" in answer.text) == (200, True)
    assert "no-store" in answer.headers["Cache-Control"]
    assert f"cle={key}" in re.search(r'<p class="back">.*?</p>', answer.text, re.S)[0]


@pytest.mark.parametrize("number", ["0", "99999999999999999999", "-1", "x"])
def test_j3_an_absurd_number_is_a_404(client, number):
    assert client.get(f"/rencontres/{number}/deroulement").status_code == 404
