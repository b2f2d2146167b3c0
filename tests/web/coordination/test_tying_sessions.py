"""Of which training a session is an edition, what it follows, what comes after: one page of the team."""

from itertools import pairwise

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from hypothesis import given, settings
from hypothesis import strategies as st
from sessions_at_hand import here, journal

from resal.actions import Actor, Refusal, scheduling
from resal.db import db
from resal.models import FollowUp, TrainingSession, localized


def page_of(session):
    return here(session, "editions-et-suites")


def fresh(session):
    db.session.expire_all()
    return session


def test_editions_of_a_training_show_each_other(signed_in, client):
    first, second, third = (factories.a_session(f"Apaiser {n}", edition_number=n) for n in (1, 2, 3))
    assert send(signed_in, page_of(second), edition_of_id=first.id).status_code == 303
    send(signed_in, page_of(third), edition_of_id=second.id)
    assert fresh(third).first_edition_id == first.id  # they all name the first
    assert "Apaiser 2" in client.get(f"/rencontres/{third.id}-apaiser-3").text
    assert journal() == [("session.tied", second.id), ("session.tied", third.id)]


def test_the_editions_of_what_becomes_an_edition_follow_it(signed_in):
    first, second, third = (factories.a_session(f"Apaiser {n}") for n in (1, 2, 3))
    send(signed_in, page_of(third), edition_of_id=second.id)
    send(signed_in, page_of(second), edition_of_id=first.id)
    assert (fresh(second).first_edition_id, third.first_edition_id) == (first.id, first.id)
    send(signed_in, page_of(second), edition_of_id="")
    assert (fresh(second).first_edition_id, third.first_edition_id) == (None, first.id)


def test_nobody_is_an_edition_of_its_own_edition(signed_in):
    first, second = factories.a_session("Une"), factories.a_session("Deux")
    send(signed_in, page_of(second), edition_of_id=first.id)
    page = send(signed_in, page_of(first), edition_of_id=second.id)
    assert page.status_code == 422
    assert "déjà une édition de cette rencontre" in plainly(page.text)
    assert fresh(first).first_edition_id is None


def test_a_circle_may_be_kept_for_those_who_came(signed_in, client):
    training, circle = factories.a_session("Nommer la peur"), factories.a_session("Cercle")
    send(signed_in, page_of(circle), follows_id=training.id, attended_only="y")
    assert (fresh(circle).follows_id, circle.attended_only) == (training.id, True)
    assert "ont suivi « Nommer la peur »" in plainly(client.get(f"/rencontres/{circle.id}-cercle").text)
    fields = fields_of(signed_in.get(page_of(circle)))
    assert (fields["follows_id"], fields["attended_only"]) == (str(training.id), "y")


def test_kept_for_those_who_came_says_where(signed_in):
    page = send(signed_in, page_of(factories.a_session("Cercle")), attended_only="y")
    assert page.status_code == 422
    assert "Choisissez d'abord la rencontre" in plainly(page.text)


@pytest.mark.parametrize("depth", [0, 1, 3])
def test_no_session_follows_itself_however_far(signed_in, depth):
    sessions = [factories.a_session(f"Rencontre {n}") for n in range(depth + 1)]
    for before, after in pairwise(sessions):
        send(signed_in, page_of(after), follows_id=before.id)
    page = send(signed_in, page_of(sessions[0]), follows_id=sessions[-1].id)
    assert page.status_code == 422
    assert fresh(sessions[0]).follows_id is None


def test_what_comes_after_is_said_in_words_then_leads_to_the_session(signed_in, client):
    session, circle = factories.a_session("Formation"), factories.a_session("Cercle de novembre")
    send(signed_in, page_of(session), follow_ups__0__text_fr="Supervisions cliniques",
         follow_ups__0__when_fr="automne 2027", follow_ups__0__when_en="fall 2027")  # fmt: skip
    public = plainly(client.get(f"/rencontres/{session.id}-formation").text)
    assert "Supervisions cliniques" in public
    assert "automne 2027" in public
    number = fresh(session).follow_ups[0].id
    send(signed_in, page_of(session), follow_ups__0__became_id=circle.id)
    assert fresh(session).follow_ups[0].id == number
    assert (
        f'href="/rencontres/{circle.id}-cercle-de-novembre"' in client.get(f"/rencontres/{session.id}-formation").text
    )


def test_a_row_more_a_row_less_and_nothing_typed_is_lost(signed_in):
    session = factories.a_session("Formation")
    page = send(signed_in, page_of(session), follow_ups__0__text_fr="Un cercle", add="follow_ups")
    assert (page.status_code, fields_of(page)["follow_ups-0-text_fr"]) == (200, "Un cercle")
    page = send_again(signed_in, page_of(session), page, follow_ups__1__text_fr="Un séminaire", drop="follow_ups-0")
    assert fields_of(page)["follow_ups-0-text_fr"] == "Un séminaire"
    send_again(signed_in, page_of(session), page)
    assert [one.text["fr"] for one in fresh(session).follow_ups] == ["Un séminaire"]
    send(signed_in, page_of(session), follow_ups__0__text_fr="", follow_ups__0__kind="seminar")
    assert fresh(session).follow_ups == []


def test_a_time_without_a_thing_is_refused(signed_in):
    page = send(signed_in, page_of(factories.a_session("Formation")), follow_ups__0__when_fr="automne 2027")
    assert (page.status_code, db.session.query(FollowUp).count()) == (422, 0)
    assert "Dites ce qui est prévu" in plainly(page.text)


def test_other_languages_of_what_comes_after_stay(signed_in):
    session = factories.a_session("Formation")
    session.follow_ups = [FollowUp(text=localized({"fr": "Un cercle", "es": "Un círculo"}), when=localized({}))]
    db.session.commit()
    send(signed_in, page_of(session), follow_ups__0__text_fr="Deux cercles")
    assert dict(fresh(session).follow_ups[0].text)["es"] == "Un círculo"


def test_a_session_is_found_by_words_of_its_title_whatever_the_accents(signed_in):
    session = factories.a_session("Formation")
    wanted, other = factories.a_session("Désamorcer l'été"), factories.a_session("Écouter")
    page = send(signed_in, page_of(session), find="desam ete", look="1", follow_ups__0__text_fr="Un cercle")
    assert page.status_code == 200
    assert f'<option value="{wanted.id}"' in page.text
    assert f'<option value="{other.id}"' not in page.text
    assert fields_of(page)["follow_ups-0-text_fr"] == "Un cercle"
    send_again(signed_in, page_of(session), page, edition_of_id=wanted.id, find="rien de tel")
    assert fresh(session).first_edition_id == wanted.id  # what is chosen stays, whatever is looked for


def test_the_list_is_short_however_many_sessions_there_are(signed_in, queries):
    sessions = [factories.a_session(f"Rencontre {n}") for n in range(130)]
    assert send(signed_in, page_of(sessions[0]), edition_of_id=sessions[3].id).status_code == 303
    page = signed_in.get(page_of(sessions[0]))
    select = page.text.partition('name="edition_of_id"')[2].partition("</select>")[0]
    assert select.count("<option") == 102  # the chosen one, a hundred, and none
    assert f'value="{sessions[3].id}" selected' in select


@pytest.mark.parametrize("value", ["-1", "0", "999999999", "x", "1e9", "９", "1" * 40])
@pytest.mark.parametrize("name", ["edition_of_id", "follows_id", "follow_ups__0__became_id"])
def test_a_session_that_does_not_exist_is_refused(signed_in, name, value):
    session = factories.a_session("Formation")
    page = send(signed_in, page_of(session), **{name: value}, follow_ups__0__text_fr="Un cercle")
    assert (page.status_code, "Un cercle" in page.text, fresh(session).follow_ups) == (422, True, [])


def test_itself_is_not_offered(signed_in):
    session = factories.a_session("Formation")
    assert send(signed_in, page_of(session), follows_id=session.id).status_code == 422


def test_two_editors_see_both_texts(signed_in):
    session = factories.a_session("Formation")
    older = signed_in.get(page_of(session))
    send(signed_in, page_of(session), follow_ups__0__text_fr="Un cercle")
    page = send_again(signed_in, page_of(session), older, follow_ups__0__text_fr="Un séminaire")
    assert page.status_code == 422
    assert "Quelqu'un a changé" in plainly(page.text)
    assert all(typed in page.text for typed in ("Un cercle", "Un séminaire"))
    send_again(signed_in, page_of(session), page)
    assert [one.text["fr"] for one in fresh(session).follow_ups] == ["Un séminaire"]


def test_nobody_else_ties_sessions(client):
    session = factories.a_session("Formation")
    assert client.get(page_of(session)).status_code in (302, 303)


@settings(max_examples=25)
@given(st.lists(st.tuples(st.integers(0, 4), st.none() | st.integers(0, 4)), max_size=12))
def test_whatever_is_tied_editions_name_a_first_that_is_no_edition(database, moves):
    with database.undoing():
        sessions = [factories.a_session(f"Rencontre {n}") for n in range(5)]
        for one, other in moves:
            wanted = None if other is None or other == one else sessions[other].id
            try:
                scheduling.tie(sessions[one], scheduling.TiesPlan(wanted), sessions[one].revision, Actor("system"))
            except Refusal:
                db.session.expire_all()
        db.session.expire_all()
        rows = db.session.query(TrainingSession).all()
        firsts = {row.first_edition_id for row in rows} - {None}
        assert all(row.first_edition_id is None for row in rows if row.id in firsts)
