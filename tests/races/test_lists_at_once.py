"""Lists of colleagues sent at the same instant: no seat twice, nobody twice, groups whole."""

from collections import Counter

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import Actor, registering
from resal.actions.registering import NotEnough, Typed
from resal.db import db
from resal.models import Letter, Registration, TrainingSession
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits


def sending(of, mark, names, wait):
    """A task that registers these people in the session, as one list."""

    number = of.id

    def task():
        people = [
            Typed(name, f"{name.lower()}@maison.example", "Maison", line=True, source="colleague",
                  submission=f"{mark}-{n}")
            for n, name in enumerate(names)
        ]  # fmt: skip
        session = db.session.get(TrainingSession, number)
        try:
            return registering.register_several(session, people, wait) is not None
        except NotEnough as refusal:  # as the page would: the last way it offers
            return registering.register_several(session, people, refusal.ways[-1]) is not None

    return task


def test_k1_lists_for_the_last_seats_are_seated_in_order_and_never_twice(app):
    session = factories.a_session(capacity=7)
    lists = [[f"L{number}P{n}" for n in range(3)] for number in range(CROWD)]
    at_once(app, [sending(session, str(number), names, "rest") for number, names in enumerate(lists)])
    db.session.rollback()
    counted = Counter(row.state for row in db.session.query(Registration))
    assert counted == {"confirmed": 7, "waiting": 3 * CROWD - 7}
    groups = Counter(row.waits_with for row in db.session.query(Registration).filter_by(state="waiting"))
    assert set(groups.values()) <= {1, 2, 3}
    assert groups.total() == 3 * CROWD - 7
    assert db.session.query(Letter).count() == 3 * CROWD
    assert list(broken()) == []


def test_k2_one_list_sent_many_times_at_once_registers_each_person_once(app):
    session = factories.a_session(capacity=2)
    answers = at_once(app, [sending(session, "same", ["Ana", "Bilal", "Chloe"], "each") for _ in range(CROWD)])
    assert Counter(answers) == {True: 1, False: CROWD - 1}
    db.session.rollback()
    assert db.session.query(Registration).count() == db.session.query(Letter).count() == 3


def test_lists_with_the_same_people_for_two_sessions_never_wait_for_each_other(app):
    sessions = [factories.a_session(capacity=50) for _ in range(2)]
    names = [f"Personne{n}" for n in range(6)]
    tasks = [sending(sessions[n % 2], str(n), names if n % 4 < 2 else names[::-1], "each") for n in range(CROWD)]
    assert set(at_once(app, tasks)) == {True}
    db.session.rollback()
    assert db.session.query(Registration).count() == 12
    assert list(broken()) == []


def test_k4_a_group_has_its_seats_once_when_several_leave_and_seats_are_added_at_once(app):
    session = factories.a_session(capacity=3)
    seated = [registering.register(session, Typed(name, f"{name}@m.example", "M")).registration for name in "xyz"]
    sending(session, "group", ["Ana", "Bilal", "Chloe"], "all")()
    registering.register(session, Typed("Dany", "dany@m.example", "M", line=True))
    ids, here = [row.id for row in seated], session.id

    def leaving(number):
        return lambda: registering.withdraw(db.session.get(Registration, number)).state

    def growing():
        return registering.resize(db.session.get(TrainingSession, here), 4, None, Actor("account"))

    at_once(app, [*(leaving(number) for number in ids for _ in range(2)), growing, growing])
    db.session.rollback()
    rows = db.session.query(Registration).order_by(Registration.arrival).all()
    assert [row.state for row in rows[3:]] == ["confirmed"] * 4
    assert db.session.query(Letter).filter_by(kind="promoted").count() == 4
    assert list(broken()) == []
