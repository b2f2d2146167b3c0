"""Several workers, several people who answer, several who leave: each seat goes to one person, once."""

from collections import Counter
from datetime import timedelta

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal import clock
from resal.actions import Refusal, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.delivery import due
from resal.models import Letter, Registration, TrainingSession
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits


def a_line(people, **columns):
    """A session and its people, by id; the first ones are seated."""
    session = factories.a_session(**columns)
    ids = []
    for n in range(people):
        typed = Typed(f"Personne{n}", f"personne{n}@maison.example", "Maison", line=True)
        ids.append(registering.register(db.session.get(TrainingSession, session.id), typed).registration.id)
    return ids


def leaving(id_):
    return lambda: registering.withdraw(db.session.get(Registration, id_)).state


def taking(id_):
    def task():
        try:
            return registering.take(db.session.get(Registration, id_)).state
        except Refusal:
            return "too late"

    return task


def states():
    db.session.rollback()
    return [row.state for row in db.session.query(Registration).order_by(Registration.arrival)]


def told(kind):
    return Counter(letter.to_name for letter in db.session.query(Letter).filter_by(kind=kind))


def test_k4_two_people_who_leave_at_once_make_two_offers_to_two_people(app):
    ids = a_line(8, capacity=2, waiting_list="offer")
    at_once(app, [leaving(id_) for id_ in ids[:2]] * (CROWD // 2))
    assert states() == ["withdrawn"] * 2 + ["offered"] * 2 + ["waiting"] * 4
    assert told("offered") == {"Personne2": 1, "Personne3": 1}
    assert list(broken()) == []


def test_an_offer_runs_out_once_however_many_workers_see_it(app, freeze):
    now = freeze(clock.now())
    ids = a_line(4, capacity=1, waiting_list="offer")
    registering.withdraw(db.session.get(Registration, ids[0]))
    for letter in db.session.query(Letter):
        letter.state = "sent"
    db.session.commit()
    freeze(now + timedelta(hours=25))
    at_once(app, [due.run] * CROWD)
    assert states() == ["withdrawn", "lapsed", "offered", "waiting"]
    assert (told("lapsed"), told("offered")) == ({"Personne1": 1}, {"Personne1": 1, "Personne2": 1})
    assert list(broken()) == []


def test_an_offer_taken_while_it_runs_out_is_taken_or_gone_never_both(app, freeze):
    now = freeze(clock.now())
    ids = a_line(3, capacity=1, waiting_list="offer")
    registering.withdraw(db.session.get(Registration, ids[0]))
    for letter in db.session.query(Letter):
        letter.state = "sent"
    db.session.commit()
    freeze(now + timedelta(hours=25))
    at_once(app, [due.run, taking(ids[1])] * (CROWD // 2))
    assert states() in (["withdrawn", "confirmed", "waiting"], ["withdrawn", "lapsed", "offered"])
    assert list(broken()) == []


def test_the_first_who_answers_has_the_seat_and_all_others_keep_their_place(app):
    ids = a_line(CROWD + 2, capacity=2, starts_in=timedelta(hours=20))
    at_once(app, [leaving(ids[0])] * CROWD)
    answers = at_once(app, [taking(id_) for id_ in ids[2:]])
    assert Counter(answers) == {"confirmed": 1, "too late": CROWD - 1}
    assert Counter(states()) == {"withdrawn": 1, "confirmed": 2, "waiting": CROWD - 1}
    assert set(told("first_come").values()) == {1}
    assert list(broken()) == []
