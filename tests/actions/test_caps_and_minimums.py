"""So many places for one organization, and so many people to run."""

from datetime import date, timedelta

import factories
import pytest

from resal import clock
from resal.actions import Actor, registering
from resal.actions.registering import Typed
from resal.queries import todo
from resal.queries.promises import broken

TEAM = Actor("account")


def register(session, name, organization, **more):
    typed = Typed(name, f"{name.lower()}@maison.example", organization, line=True, **more)
    return registering.register(session, typed).registration.state


@pytest.mark.parametrize("capacity", [5, 1])
def test_beyond_the_cap_of_an_organization_one_asks_whether_it_is_full_or_not(capacity):
    session = factories.a_session(capacity=capacity, organization_cap=2)
    factories.an_organization("École du Nord", acronym="EDN")
    first = register(session, "Ana", "École du Nord")
    second = register(session, "Bilal", "EDN")
    third = register(session, "Chloe", "ecole  du NORD")
    assert (first, second) == ("confirmed", "confirmed" if capacity > 1 else "waiting")
    assert third == "requested"
    assert register(session, "Dany", "Maison des jeunes") == ("confirmed" if capacity > 1 else "waiting")
    assert list(broken()) == []


def test_an_organization_nobody_knows_is_capped_by_the_name_that_was_typed():
    session = factories.a_session(capacity=5, organization_cap=1)
    assert register(session, "Ana", "Café-Jeunesse") == "confirmed"
    assert register(session, "Bilal", "cafe-jeunesse") == "requested"
    assert register(session, "Chloe", "Autre") == "confirmed"


def test_a_place_given_up_is_one_the_organization_may_have_again_and_the_team_may_go_beyond():
    session = factories.a_session(capacity=5, organization_cap=1)
    typed = Typed("Ana", "ana@maison.example", "Maison", line=True)
    registering.withdraw(registering.register(session, typed).registration)
    assert register(session, "Bilal", "Maison") == "confirmed"
    by_hand = Typed("Chloe", "chloe@maison.example", "Maison", source="team")
    assert registering.register(session, by_hand, TEAM).registration.state == "confirmed"


def tasks(zone="America/Toronto"):
    found = todo.tasks(lambda _session: ([], []), zone)
    return [(plain(task.title), plain(task.note.rpartition(" · ")[2])) for task in found]


def plain(text):
    return text.replace("\u00a0", " ")


def test_the_team_is_told_a_week_before_that_people_are_missing_and_nothing_is_cancelled(freeze):
    now = freeze(clock.now())  # 24 November
    session = factories.a_session(starts_in=timedelta(days=30), capacity=9, minimum=3, minimum_by=date(2026, 12, 10))
    factories.a_registration(session, factories.a_participant("Ana Silva"))
    assert tasks() == []
    freeze(now + timedelta(days=9))
    assert tasks() == [("Il manque 2 personnes : décider", "Au plus tard : 10 décembre 2026")]
    freeze(now + timedelta(days=17))
    assert tasks() == [("Il manque 2 personnes : décider", "Le jour prévu est passé : 10 décembre 2026")]
    for name in ("Bilal Idrissi", "Chloé Roy"):
        factories.a_registration(session, factories.a_participant(name))
    assert (tasks(), session.cancelled) == ([], False)


def test_nobody_decides_of_a_session_that_began_was_cancelled_or_is_a_draft(freeze):
    now = freeze(clock.now())
    by = {"minimum": 3, "minimum_by": date(2026, 11, 20)}
    factories.a_session(starts_in=timedelta(hours=-1), **by)
    factories.a_session(cancelled_at=now, **by)
    assert tasks() == []
