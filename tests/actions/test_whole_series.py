"""Coming to a whole series: one place in each session of it, now and later."""

from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import MeetingPlan
from resal.db import db
from resal.delivery import do_what_is_due
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Letter, Registration, SeriesRegistration
from resal.queries.promises import broken

TEAM = Actor("account")


def a_series(*weeks, **columns):
    series = factories.a_series(register_whole=True)
    sessions = [factories.a_session(f"Atelier {week}", starts_in=timedelta(weeks=week), series_id=series.id, **columns)
                for week in weeks]  # fmt: skip
    return series, sessions


def person(name="Ana", **more):
    return Typed(f"{name} Silva", f"{name.lower()}@maison.example", "Maison", line=True, **more)


def places(name="Ana"):
    db.session.expire_all()
    rows = db.session.query(Registration).order_by(Registration.training_session_id, Registration.id)
    return [
        (row.training_session.title["fr"], row.state)
        for row in rows
        if row.participant.email == f"{name.lower()}@maison.example"
    ]


def letters():
    return [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)]


def kept():
    assert list(broken()) == []


def test_one_registration_gives_a_place_in_each_session_to_come_and_one_letter():
    series, (_, full, *_rest) = a_series(-1, 1, 2, capacity=1)
    registering.register(full, person("Bilal"))
    drafted = factories.a_session(series_id=series.id, published=False)
    factories.a_session(series_id=series.id, visibility="unlisted")
    whole = registering.register_whole(series, person())
    assert not whole.known
    assert places() == [("Atelier 1", "waiting"), ("Atelier 2", "confirmed")]
    [letter] = db.session.query(Letter).filter_by(kind="series_confirmed")
    assert [(one["state"], one["position"]) for one in letter.facts["sessions"]] == [
        ("waiting", 1),
        ("confirmed", None),
    ]
    assert (letter.facts["calendar"], len(letter.facts["entries"])) == ("publish", 1)
    assert letters() == ["confirmed", "series_confirmed"]
    assert drafted.id not in [one["id"] for one in letter.facts["sessions"]]
    kept()


def test_a_session_that_comes_later_has_a_place_for_everybody_of_the_series_in_their_order():
    series, _ = a_series(1)
    for name in ("Ana", "Bilal", "Chloe"):
        registering.register_whole(series, person(name))
    later = factories.a_session("Plus tard", series_id=series.id, published=False, capacity=1, waiting_list="none",
                                starts_in=timedelta(weeks=5), city="Laval")  # fmt: skip
    scheduling.publish(later, TEAM)
    assert [places(name)[-1] for name in ("Ana", "Bilal", "Chloe")] == [
        ("Plus tard", "confirmed"), ("Plus tard", "waiting"), ("Plus tard", "waiting"),
    ]  # fmt: skip
    assert letters()[3:] == ["confirmed", "waiting", "waiting"]
    kept()


def test_a_session_that_gets_a_date_or_opens_by_the_clock_is_joined_then(freeze):
    series, _ = a_series(1)
    now = clock.now()
    undated = factories.a_session("Sans date", starts_in=None, series_id=series.id)
    factories.a_session("Bientôt", starts_in=timedelta(weeks=3), series_id=series.id, opens_at=now + timedelta(days=1))
    registering.register_whole(series, person())
    assert places() == [("Atelier 1", "confirmed")]
    plan = MeetingPlan((now + timedelta(weeks=2)).date())
    scheduling.reschedule(
        undated, scheduling.MovePlan.of(undated, meetings=[plan], venue_id=None, link=""), undated.revision, TEAM
    )
    assert places()[1:] == [("Sans date", "confirmed")]
    do_what_is_due()
    freeze(now + timedelta(days=1, minutes=1))
    do_what_is_due()
    do_what_is_due()
    assert places()[2:] == [("Bientôt", "confirmed")]
    kept()


def test_who_has_a_place_already_keeps_it_and_is_told_by_letter_alone():
    series, (first, _second) = a_series(1, 2)
    one = registering.register(first, person()).registration
    whole = registering.register_whole(series, person(submission="s"))
    assert whole.known
    assert places() == [("Atelier 1", "confirmed"), ("Atelier 2", "confirmed")]
    assert db.session.get_one(Registration, one.id).series_registration_id == whole.registration.id
    assert registering.register_whole(series, person(submission="s")).known
    assert letters() == ["confirmed", "series_confirmed", "series_already"]
    registering.register_whole(series, person())
    assert letters() == ["confirmed", "series_confirmed", "series_already"]
    kept()


def test_the_same_form_twice_is_one_registration():
    series, _ = a_series(1, 2)
    first, second = (registering.register_whole(series, person(submission="s")) for _ in "ab")
    assert (first.nonce, first.known) == (second.nonce, second.known) == (first.nonce, False)
    assert letters() == ["series_confirmed"]


def test_it_is_all_or_nothing():
    series, (_, second) = a_series(1, 2, capacity=1, waiting_list="none")
    factories.a_registration(second)
    with pytest.raises(Refusal, match="Atelier 2"):
        registering.register_whole(series, person())
    assert (places(), letters(), db.session.query(SeriesRegistration).count()) == ([], [], 0)


def test_nothing_open_and_a_series_one_by_one_are_refused():
    past, _ = a_series(-2)
    with pytest.raises(Refusal, match="Aucune rencontre"):
        registering.register_whole(past, person())
    single = factories.a_series()
    factories.a_session(series_id=single.id)
    with pytest.raises(Refusal, match="une à une"):
        registering.register_whole(single, person())


def test_leaving_frees_what_is_to_come_promotes_and_keeps_what_was(freeze):
    series, (first, second) = a_series(1, 2, capacity=1)
    whole = registering.register_whole(series, person()).registration
    registering.register(second, person("Bilal"))
    freeze(first.ends_at + timedelta(hours=1))
    registering.leave_whole(whole)
    registering.leave_whole(whole)
    assert places() == [("Atelier 1", "confirmed"), ("Atelier 2", "withdrawn")]
    assert places("Bilal") == [("Atelier 2", "confirmed")]
    assert letters() == ["series_confirmed", "waiting", "series_left", "promoted"]
    again = registering.register_whole(series, person())
    assert (again.known, places()[-1]) == (False, ("Atelier 2", "waiting"))
    kept()


def test_leaving_one_session_stays_left_and_does_not_leave_the_series():
    series, (first, _) = a_series(1, 2)
    whole = registering.register_whole(series, person()).registration
    [one] = db.session.query(Registration).filter_by(training_session_id=first.id)
    registering.withdraw(one)
    scheduling.cancel(first, {"fr": "Neige"}, TEAM)
    scheduling.restore(first, TEAM)
    assert places() == [("Atelier 1", "withdrawn"), ("Atelier 2", "confirmed")]
    db.session.refresh(whole)
    assert whole.withdrawn_at is None
    kept()


@pytest.mark.parametrize("mode", ["in person", "online"])
def test_of_a_hybrid_session_one_takes_the_seat_one_asked_for(mode):
    series, _ = a_series(1, mode="hybrid", capacity_online=2)
    factories.a_session("En personne", series_id=series.id)
    registering.register_whole(series, person(mode=mode))
    assert {row.training_session.mode: row.mode for row in db.session.query(Registration)} == {
        "hybrid": mode, "in person": "in person",
    }  # fmt: skip


def test_publishing_says_beforehand_whom_it_enrols_and_their_letter_says_why(app):
    series, _ = a_series(1)
    registering.register_whole(series, person())
    more = factories.a_session("Atelier de plus", series_id=series.id, published=False, venue=factories.a_venue("Ici"))
    assert [scheduling.expected(one) for one in (more, factories.a_session(published=False))] == [1, 0]
    scheduling.publish(more, TEAM)
    letter = db.session.query(Letter).filter_by(kind="confirmed").one()
    settings = app.extensions["resal"]
    paper = Stationery(settings.base_url, settings.secret_keys, settings.mail_from, settings.mail_reply_to)
    text = render(letter, paper).get_body(("plain",)).get_content()
    assert "vous venez à toute la série" in text
    assert "inscrire dans cette série" in text
    assert "inscrire à cette rencontre" not in text
