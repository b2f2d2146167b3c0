"""Two people, or two organizations, are made one while others register, leave, and merge the same again."""

import factories
import pytest
from harness.crowd import CROWD, at_once

from resal.actions import Actor, Refusal, merging, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Merge, Organization, Participant, Registration, TrainingSession
from resal.models.registration import LIVE, SEATED
from resal.queries.promises import broken

pytestmark = pytest.mark.really_commits
TEAM = Actor("account")
NAMES = ("Marie Tremblay", "Marie Trembley")
MARIE = "marie@maison.example"


def registers(session_id, name, body="Maison"):
    def task():
        return registering.register(
            db.session.get(TrainingSession, session_id), Typed(name, MARIE, body, line=True)
        ).registration.id

    return task


def merges(model, kept_id, gone_id):
    verb = merging.merge_people if model is Participant else merging.merge_organizations

    def task():
        try:
            return verb(db.session.get(model, kept_id), db.session.get(model, gone_id), {}, TEAM).id
        except Refusal:
            return None

    return task


def test_k14_whoever_registers_while_they_are_merged_belongs_to_the_one_that_stays(app):
    here, there = (factories.a_session(capacity=3).id for _ in range(2))
    kept, gone = (db.session.get(Registration, registers(here, name)()).participant_id for name in NAMES)
    tasks = [merges(Participant, kept, gone)] * 2 + [registers(there, name) for name in NAMES] * 3
    at_once(app, tasks)
    db.session.rollback()
    assert db.session.query(Merge).count() == 1
    alive = db.session.query(Registration).filter(Registration.state.in_(LIVE)).all()
    assert sorted((row.training_session_id, row.participant_id) for row in alive) == [(here, kept), (there, kept)]
    assert list(broken()) == []


def test_a_seat_freed_by_a_merge_and_one_freed_by_somebody_leaving_go_to_two_people(app):
    session = factories.a_session(capacity=3).id
    ids = [registers(session, name)() for name in (*NAMES, "Bo Li", "Ana Silva", "Cy Roy", "Di Luu")]
    kept, gone = (db.session.get(Registration, id_).participant_id for id_ in ids[:2])
    leaving = [lambda: registering.withdraw(db.session.get(Registration, ids[2])).state] * (CROWD // 2)
    at_once(app, [merges(Participant, kept, gone)] * (CROWD // 2) + leaving)
    db.session.rollback()
    rows = db.session.query(Registration).order_by(Registration.arrival).all()
    assert sum(row.state in SEATED for row in rows) == 3
    assert [row.state for row in rows][2:] == ["withdrawn", "confirmed", "confirmed", "waiting"]
    assert list(broken()) == []


def test_whoever_types_the_organization_that_goes_belongs_to_the_one_that_stays(app):
    session = factories.a_session(capacity=9).id
    kept, gone = (factories.an_organization(name).id for name in ("Maison Lumière", "La Lumière"))
    people = [registers(session, f"Personne {n}", "La Lumière") for n in range(CROWD - 2)]
    at_once(app, [*people, *[merges(Organization, kept, gone)] * 2])
    db.session.rollback()
    assert {row.organization_id for row in db.session.query(Participant)} == {kept}
    assert list(broken()) == []


def test_undoing_at_once_is_undoing_once(app):
    session = factories.a_session(capacity=3).id
    kept, gone = (db.session.get(Registration, registers(session, name)()).participant_id for name in NAMES)
    done = merges(Participant, kept, gone)()
    at_once(app, [lambda: merging.undo(db.session.get(Merge, done), TEAM).id] * CROWD)
    db.session.rollback()
    rows = db.session.query(Registration).order_by(Registration.arrival).all()
    assert [(row.state, row.participant_id) for row in rows] == [("confirmed", kept), ("confirmed", gone)]
    assert list(broken()) == []
