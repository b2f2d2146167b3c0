"""Seats that are offered, seats for the first who answers, and what becomes of those who are late."""

from dataclasses import replace
from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.models import Letter, Registration
from resal.queries.line import phase, position
from resal.queries.promises import broken

TEAM = Actor("account")
TWELVE_HOURS = timedelta(hours=12)


def register(session, name):
    typed = Typed(name, f"{name.lower()}@maison.example", "Maison des jeunes", line=True)
    return registering.register(session, typed).registration


def a_line(*names, capacity=1, **columns):
    """A full session and those who wait, in their order."""
    session = factories.a_session(capacity=capacity, **columns)
    return session, *(register(session, name) for name in names)


def states(session):
    rows = db.session.query(Registration).filter_by(training_session_id=session.id).order_by(Registration.arrival)
    return [(row.participant.name, row.state) for row in rows]


def told(*kinds):
    found = db.session.query(Letter).filter(Letter.kind.in_(kinds)).order_by(Letter.id)
    return [(letter.kind, letter.to_name) for letter in found]


def mail_leaves():
    for letter in db.session.query(Letter):
        letter.state = "sent"
    db.session.commit()


def the_worker_passes():
    numbers = registering.ended()
    db.session.rollback()
    return [registering.run_out(number) for number in numbers]


def test_a_seat_that_comes_free_is_offered_and_held_for_the_first_in_line(freeze):
    now = freeze(clock.now())  # a Tuesday, 10 h
    session, first, second, _third = a_line("Ana", "Bilal", "Chloe", waiting_list="offer")
    registering.withdraw(first)
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "offered"), ("Chloe", "waiting")]
    assert second.offered_until == now + timedelta(hours=24)  # ten hours of today, two of tomorrow
    assert told("offered", "promoted") == [("offered", "Bilal")]
    assert register(session, "Dany").state == "waiting"  # what is offered is nobody else's
    assert list(broken()) == []


def test_an_offer_is_accepted_once_with_one_confirmation():
    _session, first, second = a_line("Ana", "Bilal", waiting_list="offer")
    registering.withdraw(first)
    assert registering.take(second).state == "confirmed"
    assert registering.take(second).state == "confirmed"
    assert second.offered_until is None
    assert told("confirmed") == [("confirmed", "Ana"), ("confirmed", "Bilal")]


def test_an_offer_that_is_left_goes_to_the_next():
    session, first, second, _third = a_line("Ana", "Bilal", "Chloe", waiting_list="offer")
    registering.withdraw(first)
    registering.withdraw(second)
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "withdrawn"), ("Chloe", "offered")]
    assert second.offered_until is None


def test_an_offer_that_runs_out_goes_to_the_next_and_whoever_let_it_go_may_come_back(freeze):
    now = freeze(clock.now())
    session, first, second, third = a_line("Ana", "Bilal", "Chloe", waiting_list="offer")
    registering.withdraw(first)
    mail_leaves()
    freeze(now + timedelta(hours=23))
    assert the_worker_passes() == []
    freeze(now + timedelta(hours=24))
    assert (the_worker_passes(), the_worker_passes()) == ([1], [])
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "lapsed"), ("Chloe", "offered")]
    assert told("offered", "lapsed") == [("offered", "Bilal"), ("lapsed", "Bilal"), ("offered", "Chloe")]
    with pytest.raises(Refusal):
        registering.take(second)
    registering.undo_withdrawal(second)
    assert (second.state, position(second)) == ("waiting", 1)
    assert third.state == "offered"
    assert list(broken()) == []


def test_whoever_let_the_last_offer_go_has_the_seat_if_it_is_still_free(freeze):
    now = freeze(clock.now())
    _session, first, second = a_line("Ana", "Bilal", waiting_list="offer")
    registering.withdraw(first)
    mail_leaves()
    freeze(now + timedelta(hours=30))
    assert the_worker_passes() == [1]
    assert registering.undo_withdrawal(second).state == "confirmed"


def test_an_offer_nobody_could_read_begins_again(freeze):
    now = freeze(clock.now())
    _session, first, second = a_line("Ana", "Bilal", waiting_list="offer")
    registering.withdraw(first)  # and no letter leaves
    later = freeze(now + timedelta(hours=24))
    assert the_worker_passes() == [0]
    assert second.state == "offered"
    assert second.offered_until == later + timedelta(hours=24)


def test_the_team_gives_more_time_at_most_until_the_start(freeze):
    now = freeze(clock.now())
    session, first, second = a_line("Ana", "Bilal", waiting_list="offer", starts_in=timedelta(days=3))
    registering.withdraw(first)
    registering.extend(second, TEAM)
    assert second.offered_until == now + timedelta(hours=48)
    for _ in range(5):
        registering.extend(second, TEAM)
    assert second.offered_until == session.starts_at
    assert len(told("offered")) == 7
    with pytest.raises(Refusal):
        registering.extend(first, TEAM)


def test_k7_an_offer_can_neither_be_taken_nor_run_out_after_the_start(freeze):
    now = freeze(clock.now())
    session, first, second, _third = a_line("Ana", "Bilal", "Chloe", waiting_list="offer", starts_in=timedelta(days=3))
    registering.withdraw(first)
    freeze(now + timedelta(days=4))
    assert the_worker_passes() == []
    with pytest.raises(Refusal):
        registering.take(second)
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "offered"), ("Chloe", "waiting")]


def test_k7_an_offer_stands_still_while_the_session_is_cancelled(freeze):
    now = freeze(clock.now())
    session, first, second = a_line("Ana", "Bilal", waiting_list="offer")
    registering.withdraw(first)
    mail_leaves()
    scheduling.cancel(session, {"fr": "Tempête"}, TEAM)
    freeze(now + timedelta(days=2))
    assert the_worker_passes() == []
    with pytest.raises(Refusal):
        registering.take(second)
    scheduling.restore(session, TEAM)
    db.session.refresh(second)
    assert second.state == "offered"
    assert second.offered_until > clock.now()
    assert list(broken()) == []


@pytest.mark.parametrize("policy", ["auto", "offer"])
def test_more_seats_are_given_or_offered_to_as_many_people(policy):
    session, *_ = a_line("Ana", "Bilal", "Chloe", "Dany", waiting_list=policy)
    registering.resize(session, 3, None, TEAM)
    after = "offered" if policy == "offer" else "confirmed"
    assert [state for _, state in states(session)] == ["confirmed", after, after, "waiting"]


def test_an_offer_always_has_its_whole_time_before_the_last_day():
    session = factories.a_session(waiting_list="offer", starts_in=timedelta(days=3))  # Friday, 10 h
    now, ends = clock.now(), session.first_come_at()
    assert phase(session, now) == "offer"
    assert phase(session, ends - TWELVE_HOURS) == "first come"
    session.offer_hours = 1
    assert phase(session, ends - timedelta(hours=2)) == "offer"


@pytest.mark.parametrize(("hours", "expected"), [(0, "auto"), (2, "auto"), (24, "first come"), (72, "first come")])
def test_from_when_the_first_who_answers_has_the_seat_is_chosen(hours, expected):
    session = factories.a_session(starts_in=timedelta(hours=5), first_come_hours=hours)
    assert phase(session, clock.now()) == expected


def on_the_eve(*names, **columns):
    return a_line(*names, starts_in=timedelta(hours=20), **columns)


def test_on_the_last_day_everybody_who_waits_is_told_and_nobody_is_seated():
    session, first, *_ = on_the_eve("Ana", "Bilal", "Chloe")
    registering.withdraw(first)
    assert states(session) == [("Ana", "withdrawn"), ("Bilal", "waiting"), ("Chloe", "waiting")]
    assert told("first_come", "promoted") == [("first_come", "Bilal"), ("first_come", "Chloe")]
    assert list(broken()) == []


def test_the_first_who_answers_has_the_seat_and_the_others_keep_their_place():
    _session, first, second, third = on_the_eve("Ana", "Bilal", "Chloe")
    registering.withdraw(first)
    assert registering.take(third).state == "confirmed"
    with pytest.raises(Refusal, match="une autre personne a répondu"):
        registering.take(second)
    assert (second.state, position(second)) == ("waiting", 1)
    assert told("confirmed") == [("confirmed", "Ana"), ("confirmed", "Chloe")]
    assert registering.take(third).state == "confirmed"  # twice is once
    assert list(broken()) == []


def test_nobody_is_told_twice_of_one_seat_and_everybody_of_the_next_one(freeze):
    now = freeze(clock.now())
    _session, first, second, third, _fourth = on_the_eve("Ana", "Bilal", "Chloe", "Dany", capacity=2)
    registering.withdraw(first)
    freeze(now + timedelta(minutes=1))
    registering.withdraw(second)  # a second seat is free, of which those who wait know already
    assert told("first_come") == [("first_come", "Chloe"), ("first_come", "Dany")]
    freeze(now + timedelta(minutes=2))
    registering.take(third)
    freeze(now + timedelta(minutes=3))
    registering.withdraw(third)
    assert told("first_come")[2:] == [("first_come", "Dany")]


def test_a_place_in_line_is_not_a_seat_before_the_last_day():
    _session, _first, second = a_line("Ana", "Bilal")
    with pytest.raises(Refusal):
        registering.take(second)


def test_k8_who_left_is_never_promoted_nor_called_again():
    _session, first, second, _third = on_the_eve("Ana", "Bilal", "Chloe")
    registering.withdraw(second)
    registering.withdraw(first)
    assert told("first_come") == [("first_come", "Chloe")]
    with pytest.raises(Refusal):
        registering.take(second)


def test_moving_a_session_to_later_gives_its_free_seat_to_the_first_in_line():
    session, first, second = on_the_eve("Ana", "Bilal")
    registering.withdraw(first)
    [plan] = plans_of(session)
    later = replace(plan, date=plan.date + timedelta(days=9))
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[later]), session.revision, TEAM)
    assert db.session.get(Registration, second.id).state == "confirmed"
    assert list(broken()) == []


def test_a_seat_that_is_offered_may_not_be_moved_where_there_is_none():
    session = factories.a_session(mode="hybrid", capacity=1, capacity_online=1, waiting_list="offer")

    def typed(name, mode):
        return Typed(name, f"{name.lower()}@maison.example", "Maison", mode=mode, line=True)

    first, second, _online = (
        registering.register(session, typed(name, mode)).registration
        for name, mode in [("Ana", "in person"), ("Bilal", "in person"), ("Chloe", "online")]
    )
    registering.withdraw(first)
    assert second.state == "offered"
    with pytest.raises(Refusal):
        registering.change(second, typed("Bilal", "online"))
    assert list(broken()) == []


def test_what_an_interrupted_worker_left_is_a_broken_promise(freeze):
    now = freeze(clock.now())
    _session, first, _second = a_line("Ana", "Bilal", waiting_list="offer")
    registering.withdraw(first)
    freeze(now + timedelta(hours=26))
    assert len(list(broken())) == 1
