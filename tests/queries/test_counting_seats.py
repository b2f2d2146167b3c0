"""Seats taken and free."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from factories import a_registration, a_session

from resal.queries import seats
from resal.queries.seats import Seats

Counting = Callable[[], AbstractContextManager[list[str]]]


def test_those_who_sit_and_those_who_wait_are_counted_apart() -> None:
    session = a_session(capacity=3)
    for state in ("confirmed", "offered", "waiting", "requested", "withdrawn", "cancelled", "declined"):
        a_registration(session, state=state)
    assert seats.of_session(session) == {None: Seats(3, taken=2, waiting=1)}
    assert seats.whole(seats.of_session(session)).free == 1


def test_a_hybrid_session_has_two_stocks() -> None:
    session = a_session(mode="hybrid", capacity=2, capacity_online=5)
    for mode in ("in person", "in person", "online"):
        a_registration(session, mode=mode)
    found = seats.of_session(session)
    assert found == {"in person": Seats(2, taken=2), "online": Seats(5, taken=1)}
    assert (found["in person"].full, seats.whole(found)) == (True, Seats(7, taken=3))


def test_no_limit_is_never_full_and_over_capacity_is_never_below_zero() -> None:
    assert Seats(None, taken=500).free is None
    assert Seats(2, taken=3).free == 0


def test_one_statement_counts_any_number_of_sessions(queries: Counting) -> None:
    sessions = [a_session(capacity=number + 1) for number in range(4)]
    a_registration(sessions[2])
    with queries() as sent:
        found = seats.of_sessions(sessions)
    assert found == {session.id: {None: Seats(session.capacity, session is sessions[2])} for session in sessions}
    assert len([statement for statement in sent if "FROM registrations" in statement]) == 1
