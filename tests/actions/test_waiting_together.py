"""Groups that wait together: places for each of them at once, and nobody held up behind them."""

from datetime import timedelta

import factories
import pytest

from resal import clock
from resal.actions import PARTICIPANT, Actor, Refusal, registering, scheduling
from resal.actions.registering import NotEnough, Typed
from resal.db import db
from resal.models import Letter, Registration
from resal.queries.line import position
from resal.queries.promises import broken

TEAM = Actor("account")
INTERNET = "online"


def typed(name, mode="in person"):
    return Typed(name, f"{name.lower()}@maison.example", "Maison", mode=mode, line=True, source="colleague")


def several(session, *names, wait="all", mode="in person"):
    registering.register_several(session, [typed(name, mode) for name in names], wait)
    return [of(name) for name in names]


def alone(session, name, mode="in person"):
    return registering.register(session, typed(name, mode)).registration


def of(name):
    db.session.rollback()
    return db.session.query(Registration).filter(Registration.participant.has(name=name)).one()


def states(*names):
    return [of(name).state for name in names]


def letters(*names):
    db.session.rollback()
    found = db.session.query(Letter).filter(Letter.to_name.in_(names)).order_by(Letter.id)
    return [(letter.to_name, letter.kind) for letter in found]


@pytest.fixture
def full():
    """Three seats, all taken, then Ana and Bilal who wait together, then Chloe who waits."""
    session = factories.a_session(capacity=3, starts_in=timedelta(days=9))
    for name in ("X", "Y", "Z"):
        alone(session, name)
    several(session, "Ana", "Bilal")
    alone(session, "Chloe")
    assert states("Ana", "Bilal", "Chloe") == ["waiting"] * 3
    yield session
    assert list(broken()) == []


def test_one_free_seat_goes_past_the_group_which_keeps_its_place(full):
    registering.withdraw(of("X"))
    assert states("Ana", "Bilal", "Chloe") == ["waiting", "waiting", "confirmed"]
    assert [position(of("Ana")), position(of("Bilal"))] == [1, 2]


def test_seats_for_each_of_them_are_theirs_before_anybody_after(full):
    registering.resize(full, 5, None, TEAM)
    assert states("Ana", "Bilal", "Chloe") == ["confirmed", "confirmed", "waiting"]
    assert letters("Ana", "Bilal") == [
        ("Ana", "waiting"), ("Bilal", "waiting"), ("Ana", "promoted"), ("Bilal", "promoted"),
    ]  # fmt: skip
    assert of("Ana").waits_with is None


def test_when_one_of_them_leaves_the_group_is_smaller(full):
    registering.remove(of("Chloe"), "", TEAM)
    registering.withdraw(of("X"))
    assert states("Ana", "Bilal") == ["waiting", "waiting"]
    registering.withdraw(of("Ana"))
    assert states("Ana", "Bilal") == ["withdrawn", "confirmed"]


@pytest.mark.parametrize("actor", [PARTICIPANT, TEAM])
def test_whoever_waits_alone_from_then_on_has_the_first_seat_at_the_same_place_in_line(full, actor):
    ana = of("Ana")
    registering.wait_alone(ana, actor)
    assert (states("Ana"), position(of("Ana")), of("Bilal").waits_with is None) == (["waiting"], 1, False)
    registering.withdraw(of("X"))
    assert states("Ana", "Bilal", "Chloe") == ["confirmed", "waiting", "waiting"]


def test_only_who_waits_may_wait_alone(full):
    registering.withdraw(of("Ana"))
    for name in ("X", "Ana"):
        with pytest.raises(Refusal, match="n’est plus sur la liste"):
            registering.wait_alone(of(name))


def test_whoever_takes_their_place_back_waits_alone(full):
    registering.withdraw(of("Ana"))
    registering.undo_withdrawal(of("Ana"))
    assert (states("Ana"), of("Ana").waits_with, position(of("Ana"))) == (["waiting"], None, 3)


def test_offers_go_to_the_whole_group_with_one_end_and_each_answers_alone():
    session = factories.a_session(capacity=2, starts_in=timedelta(days=9), waiting_list="offer")
    alone(session, "X"), alone(session, "Y")
    several(session, "Ana", "Bilal")
    registering.withdraw(of("X"))
    assert states("Ana", "Bilal") == ["waiting", "waiting"]
    registering.withdraw(of("Y"))
    assert states("Ana", "Bilal") == ["offered", "offered"]
    assert of("Ana").offered_until == of("Bilal").offered_until
    registering.take(of("Ana"))
    registering.withdraw(of("Bilal"))
    assert (states("Ana", "Bilal"), list(broken())) == (["confirmed", "withdrawn"], [])


def test_close_to_the_start_each_of_them_may_be_the_first_who_answers(full):
    clock.start_at(full.starts_at - timedelta(hours=10))
    registering.withdraw(of("X"))
    assert [kind for _, kind in letters("Ana", "Bilal")][-2:] == ["first_come", "first_come"]
    registering.take(of("Bilal"))
    assert states("Ana", "Bilal", "Chloe") == ["waiting", "confirmed", "waiting"]
    with pytest.raises(NotEnough) as refusal:
        several(full, "Dany", "Eve", wait="all")
    assert refusal.value.ways == ("each",)


def test_a_hybrid_group_needs_a_seat_of_each_kind(database):
    session = factories.a_session(mode="hybrid", capacity=2, capacity_online=1, starts_in=timedelta(days=9))
    alone(session, "X"), alone(session, "Y"), alone(session, "Z", INTERNET)
    several(session, "Ana", "Bilal")
    registering.change(of("Bilal"), typed("Bilal", INTERNET))
    registering.withdraw(of("X"))
    assert states("Ana", "Bilal") == ["waiting", "waiting"]
    registering.withdraw(of("Z"))
    assert (states("Ana", "Bilal"), list(broken())) == (["confirmed", "confirmed"], [])


def test_one_of_them_seated_by_hand_leaves_the_others_the_seats_there_are():
    session = factories.a_session(mode="hybrid", capacity=2, capacity_online=2, starts_in=timedelta(days=9))
    for name, mode in (("V", "in person"), ("X", "in person"), ("Y", INTERNET), ("Z", INTERNET)):
        alone(session, name, mode)
    several(session, "Ana", "Bilal")
    registering.change(of("Bilal"), typed("Bilal", INTERNET))
    registering.withdraw(of("Z"))
    assert states("Ana", "Bilal") == ["waiting", "waiting"]
    registering.register(session, typed("Ana"), TEAM, over_capacity=True)
    assert (states("Ana", "Bilal"), list(broken())) == (["confirmed", "confirmed"], [])


def test_all_wait_though_seats_are_free_which_go_to_others():
    session = factories.a_session(capacity=3, starts_in=timedelta(days=9))
    alone(session, "X"), alone(session, "Y")
    several(session, "Ana", "Bilal")
    assert (states("Ana", "Bilal"), list(broken())) == (["waiting", "waiting"], [])
    assert alone(session, "Chloe").state == "confirmed"


def test_some_have_the_seats_there_are_and_the_rest_wait_together():
    session = factories.a_session(capacity=2, starts_in=timedelta(days=9))
    alone(session, "X")
    several(session, "Ana", "Bilal", "Chloe", wait="rest")
    assert states("Ana", "Bilal", "Chloe") == ["confirmed", "waiting", "waiting"]
    assert of("Bilal").waits_with == of("Chloe").waits_with is not None
    assert (of("Ana").waits_with, list(broken())) == (None, [])


def test_somebody_who_had_a_seat_is_not_waited_for():
    session = factories.a_session(capacity=3, starts_in=timedelta(days=9))
    alone(session, "X"), alone(session, "Ana")
    several(session, "Ana", "Bilal")
    assert (states("Ana", "Bilal"), of("Bilal").waits_with, list(broken())) == (["confirmed"] * 2, None, [])


def test_a_group_that_the_room_could_never_hold_is_refused():
    session = factories.a_session(capacity=2, starts_in=timedelta(days=9))
    alone(session, "X")
    for wait in ("all", "nonsense", ""):
        with pytest.raises(NotEnough) as refusal:
            several(session, "Ana", "Bilal", "Chloe", wait=wait)
        assert refusal.value.ways == ("each", "rest")
    assert db.session.query(Registration).count() == 1


def test_cancelled_and_restored_they_still_wait_together(full):
    scheduling.cancel(full, {"fr": "Tempête"}, TEAM)
    scheduling.restore(full, TEAM)
    registering.resize(full, 5, None, TEAM)
    assert states("Ana", "Bilal") == ["confirmed", "confirmed"]


def test_groups_that_were_forgotten_are_broken_promises(full):
    of("X").waits_with, full.capacity = "stray", 6
    db.session.commit()
    said = [sentence.replace("\u00a0", " ") for sentence in broken()]
    assert f"Inscription {of('X').id} : elle attend avec d’autres sans être sur la liste." in said
    assert f"Rencontre {full.id} : un groupe de 2 attend alors qu’il y a de la place." in said
    of("X").waits_with, full.capacity = None, 3
    db.session.commit()
