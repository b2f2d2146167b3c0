"""Two people written differently, what becomes of them, and every row of the database, to compare."""

from sqlalchemy import select

from resal.actions import registering
from resal.actions.people import find
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Base, Registration

KEPT = ("Marie Tremblay", "marie@maison.example")
GONE = ("Marie Trembley", "marie.tremblay@maison.example")
TOWN = "America/Toronto"


def person(who):
    return find(who[1], who[0])


def take(session, who, **typed):
    return registering.register(session, Typed(*who, "Maison", line=True, **typed)).registration


def everything():
    """Every row of every table, but for what a merge and its letters write, and what a move leaves behind it."""
    db.session.expire_all()
    own = {"merges", "audit_entries", "programme_version", "letters", "registration_changes"}
    moved = {"changed_at", "revision"}
    return {
        name: sorted(map(repr, db.session.execute(select(*[one for one in t.c if one.name not in moved])).all()))
        for name, t in Base.metadata.tables.items()
        if name not in own
    }


def states(session):
    rows = db.session.query(Registration).filter_by(training_session_id=session.id).order_by(Registration.arrival)
    return [row.state for row in rows]


def session_place(session, kept):
    alive = db.session.query(Registration).filter_by(training_session_id=session.id, participant_id=kept.id)
    return next(row for row in alive if row.live)
