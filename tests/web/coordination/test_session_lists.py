"""The lists of sessions: to come, drafts, past."""

from datetime import timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in

from resal.queries import coordination_sessions
from resal.queries.coordination_sessions import PAGE

HERE = "/coordination/rencontres"
DAY = timedelta(days=1)
EACH_IN_ONE = ("a-venir", "brouillons", "passees")  # the other lists are parts of these


def test_each_session_is_in_exactly_one_list():
    past = factories.a_session("Passée", starts_in=-DAY)
    undated_past = factories.a_session("Vieille", starts_in=None, attendance_low=15)
    coming = factories.a_session("À venir")
    cancelled = factories.a_session("Annulée", starts_in=9 * DAY, cancelled_at=factories.clock.now())
    undated = factories.a_session("Un jour", starts_in=None)
    draft = factories.a_session("Brouillon", published=False)
    old_draft = factories.a_session("Vieux brouillon", published=False, starts_in=-DAY)
    pages = {name: coordination_sessions.page(name, 1) for name in EACH_IN_ONE}
    assert {name: [row.id for row in page.rows] for name, page in pages.items()} == {
        "a-venir": [coming.id, cancelled.id, undated.id],
        "brouillons": [old_draft.id, draft.id],
        "passees": [past.id, undated_past.id],
    }
    assert {name: pages["a-venir"].counts[name] for name in EACH_IN_ONE} == {
        "a-venir": 3,
        "brouillons": 2,
        "passees": 2,
    }


def test_a_row_says_when_how_many_and_where_it_stands():
    session = factories.a_session("Haine en ligne", capacity=40, meetings=3)
    factories.a_registration(session)
    factories.a_session("Sans limite", starts_in=60 * DAY, capacity=None, visibility="unlisted")
    rows = coordination_sessions.page("a-venir", 1).rows
    said = [
        (plainly(row.when), row.taken, row.total, plainly(row.seats_text), row.state_text, row.note) for row in rows
    ]
    assert said == [
        ("mar. 1er déc., 10 h (3 dates)", 1, 40, "1 sur 40", "Publiée", ""),
        ("23 janvier 2027, 10 h", 0, 0, "0 inscription", "Publiée", "Par lien seulement"),
    ]


@pytest.mark.parametrize("query", ["page=0", "page=2", "page=-1", "page=x", "page=1000000000000000000", "page=١",
                                   "voir=autre", "voir=brouillons&page=2"])  # fmt: skip
def test_a_page_that_does_not_exist_is_a_404(signed_in, query):
    factories.a_session()
    assert signed_in.get(f"{HERE}?{query}").status_code == 404


def test_long_lists_have_pages(signed_in):
    for _ in range(PAGE + 1):
        factories.a_session()
    first, second = signed_in.get(HERE).text, signed_in.get(f"{HERE}?page=2").text
    assert "Page 1 de 2" in first
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert first.count('role="rowheader"') + second.count('role="rowheader"') == PAGE + 1


def test_a_list_asks_as_many_questions_for_thirty_sessions_as_for_one(signed_in, queries):
    factories.a_registration(factories.a_session(starts_in=-DAY))
    with queries() as once:
        signed_in.get(f"{HERE}?voir=passees")
    for _ in range(PAGE - 1):
        factories.a_registration(factories.a_session(starts_in=-DAY, meetings=1))
    with queries() as again:
        signed_in.get(f"{HERE}?voir=passees")
    assert len(again) == len(once)


def test_an_empty_list_says_what_to_do(signed_in):
    assert "Nouvelle rencontre" in signed_in.get(HERE).text
    assert "Aucun brouillon." in signed_in.get(f"{HERE}?voir=brouillons").text


@pytest.mark.parametrize("role", ["host", "reader"])
def test_hosts_and_readers_see_the_list_without_what_is_not_theirs(app, role):
    session = factories.a_session("Haine en ligne")
    factories.a_registration(session, factories.a_participant("Ana Canari"))
    member = sign_in(app.test_client(), factories.an_account(role))
    page = member.get(HERE).text
    assert "Haine en ligne" in page
    assert "Canari" not in page
    assert "/coordination/rencontres/nouvelle" not in page
