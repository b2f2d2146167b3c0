"""Attestations: the rule, and what earns one by what was recorded; given once, to nobody too early."""

from datetime import timedelta

import factories
import pytest
from attestation_ground import TEAM, came, held, said

from resal import clock
from resal.actions import Refusal, attending, certifying
from resal.db import db
from resal.models import Attestation, Series, TrainingSession, localized
from resal.queries import attestations
from resal.queries.attestation_rules import Rule

ONE_OF_SERIES = Rule("series", "meetings", 2)


def test_an_attestation_is_given_once_and_keeps_its_number():
    registration = came(held(), "present")
    assert said(registration)[0] == "ready"
    first = certifying.issue(registration)
    assert certifying.issue(registration) is first
    assert db.session.query(Attestation).count() == 1
    assert said(registration) == ("issued", f"Numéro {first.code}.")
    assert first.facts == {
        "title": {"fr": "Haine en ligne", "en": "Haine en ligne (EN)"}, "days": ["2026-11-17"], "dates": 1,
        "minutes": 180, "leaders": [],
        "issuer": {
            "fr": "RÉSAL, Réseau d’échange et de soutien aux actions locales",
            "en": "RÉSAL, Local Action Exchange and Support Network",
        },
    }  # fmt: skip


@pytest.mark.parametrize(
    ("session", "status", "sentence"),
    [
        ({"closed": False}, "present", "La coordination n’a pas encore terminé la liste des présences."),
        ({}, None, "On n’a pas noté votre présence. Vous y étiez?"),
        ({}, "absent", "On n’a pas noté votre présence. Vous y étiez?"),
        ({}, "excused", "On n’a pas noté votre présence. Vous y étiez?"),
    ],
)
def test_it_says_why_not_yet_and_refuses_with_the_same_sentence(session, status, sentence):
    registration = came(held(**session), status)
    assert said(registration) == ("waiting", sentence)
    with pytest.raises(Refusal) as refusal:
        certifying.issue(registration)
    assert str(refusal.value) == sentence
    assert db.session.query(Attestation).count() == 0


def test_never_before_the_end_even_when_the_list_was_closed():
    session = factories.a_session(starts_in=-timedelta(hours=1), lasts=timedelta(hours=3))
    registration = came(session, "present")
    attending.close(session, TEAM)
    assert said(registration) == ("waiting", "Elle sera sur cette page après la rencontre.")
    with pytest.raises(Refusal):
        certifying.issue(registration)


def test_a_date_that_has_not_happened_is_never_counted():
    session = held(meetings=3)
    registration = came(session, "present")
    assert said(registration)[0] == "waiting"


def test_nobody_without_a_seat_and_nothing_of_a_cancelled_session():
    session = held()
    assert said(factories.a_registration(session, state="waiting")) is None
    assert said(factories.a_registration(session, state="withdrawn")) is None
    registration = came(held(cancelled_at=clock.now()), "present")
    assert said(registration) is None


def test_the_least_number_of_dates_is_counted_in_dates_attended():
    session = held(weeks_ago=4, meetings=3)
    certifying.set_rule(session, Rule("session", "meetings", 2), TEAM)
    enough, short = came(session, "present", "absent", "partial"), came(session, "present", name="Li")
    assert [said(one)[0] for one in (enough, short)] == ["ready", "waiting"]
    assert said(short)[1] == "Il faut au moins 2 dates; on en a noté 1 pour vous."


@pytest.mark.parametrize(
    ("status", "more", "state"),
    [
        ("present", {}, "ready"),
        ("partial", {"minutes": 120}, "ready"),
        ("partial", {"minutes": 119}, "waiting"),
        ("partial", {"arrived": timedelta(minutes=60)}, "ready"),
        ("partial", {"arrived": timedelta(minutes=61)}, "waiting"),
        ("partial", {}, "waiting"),
    ],
)
def test_the_least_number_of_hours_is_counted_in_real_ones(status, more, state):
    session = held()
    certifying.set_rule(session, Rule("session", "hours", 2), TEAM)
    assert said(came(session, status, **more))[0] == state


def test_a_time_nobody_knows_is_not_made_up():
    session = held()
    assert certifying.issue(came(session, "partial")).facts["minutes"] is None
    certifying.set_rule(session, Rule("session", "hours", 1), TEAM)
    assert said(came(session, "partial", name="Li"))[1] == "La durée de votre présence reste à noter."


def test_a_session_may_give_none():
    session = held()
    certifying.set_rule(session, Rule("none"), TEAM)
    assert said(came(session, "present")) == ("none", "Il n’y a pas d’attestation pour cette rencontre.")
    certifying.set_rule(session, None, TEAM)
    assert session.attestation_rule is None


def a_cycle(*, closed=(True, True)):
    series = factories.a_series("Cycle d'automne")
    certifying.set_rule(series, ONE_OF_SERIES, TEAM)
    return series, [held(f"Rencontre {n}", series=series, closed=one) for n, one in enumerate(closed, 1)]


def test_one_attestation_may_be_for_a_whole_series():
    series, [first, second] = a_cycle()
    ana, li = factories.a_participant("Ana Silva"), factories.a_participant("Li Wei")
    places = [came(session, "present", person=ana) for session in (first, second)]
    once = came(first, "present", person=li)
    issued = certifying.issue(places[0])
    assert certifying.issue(places[1]) is issued
    assert (issued.series_id, issued.training_session_id) == (series.id, None)
    assert issued.facts["title"]["fr"] == "Cycle d'automne"
    assert [title["fr"] for title in issued.facts["sessions"]] == ["Rencontre 1", "Rencontre 2"]
    assert (issued.facts["minutes"], issued.facts["dates"]) == (360, 1)
    assert said(once)[0] == "waiting"
    with pytest.raises(Refusal, match="toute la série"):
        certifying.issue_all(first, TEAM)


def test_of_a_series_never_before_its_last_session_is_over_and_its_lists_are_closed():
    series, [first, _second] = a_cycle(closed=(True, False))
    registration = came(first, "present")
    assert said(registration)[1] == "La coordination n’a pas encore terminé la liste des présences."
    factories.a_session(series=series, starts_in=timedelta(days=3))
    assert said(registration)[1] == "Elle sera sur cette page après la dernière rencontre de la série."


def test_a_session_may_have_its_own_rule_in_a_series():
    series, [first, second] = a_cycle()
    certifying.set_rule(first, Rule("session"), TEAM)
    registration = came(first, "present")
    assert certifying.issue(registration).training_session_id == first.id
    assert said(came(second, "present"))[0] == "waiting"
    assert db.session.get(Series, series.id).attestation_rule == ONE_OF_SERIES.stored()


@pytest.mark.parametrize(("before", "after"), [(None, ONE_OF_SERIES), (Rule("series"), Rule("none"))])
def test_what_was_given_under_another_rule_stays_on_the_page(before, after):
    series = factories.a_series()
    certifying.set_rule(series, before, TEAM)
    registration = came(held(series=series), "present")
    issued = certifying.issue(registration)
    certifying.set_rule(series, after, TEAM)
    assert attestations.of_registration(registration).code == issued.code


def test_the_team_gives_theirs_to_all_who_earned_one_and_to_nobody_twice():
    session = held(capacity=9)
    first = certifying.issue(came(session, "present"))
    others = [came(session, "present", name=name) for name in ("Li Wei", "Zoé Roy")]
    came(session, "absent", name="Ali Ben")
    gone = came(session, "present", name="Noé Côté")
    certifying.revoke(certifying.issue(gone), "Une erreur de nom", TEAM)
    assert certifying.issue_all(session, TEAM) == 2
    assert certifying.issue_all(session, TEAM) == 0
    holders = {one.participant_id for one in db.session.query(Attestation).filter_by(ended_at=None)}
    assert holders == {first.participant_id, *(one.participant_id for one in others)}


@pytest.mark.parametrize("least", [0, -1, 1001, 10**9])
def test_a_rule_asks_for_a_number_that_makes_sense(least):
    for subject in (factories.a_session(), factories.a_series()):
        with pytest.raises(Refusal):
            certifying.set_rule(subject, Rule("session", "meetings", least), TEAM)
    with pytest.raises(Refusal, match="série"):
        certifying.set_rule(factories.a_session(), ONE_OF_SERIES, TEAM)
    assert db.session.query(TrainingSession).filter(TrainingSession.attestation_rule.is_not(None)).count() == 0


def test_before_the_end_the_page_of_a_seat_asks_the_database_nothing_more(queries):
    registration = factories.a_registration(factories.a_session(series=factories.a_series()))
    attestations.of_registration(registration)
    registration.training_session.title  # noqa: B018 - read before counting
    with queries() as sent:
        session, participant = registration.training_session, registration.participant_id
        before = len(sent)
        assert attestations.before_the_end(session) is not None
    assert (len(sent) - before, participant is not None) == (1, True)


def test_titles_are_those_of_the_day():
    session = held()
    issued = certifying.issue(came(session, "present"))
    session.title = localized({"fr": "Autre titre"})
    db.session.commit()
    assert issued.facts["title"]["fr"] == "Haine en ligne"
