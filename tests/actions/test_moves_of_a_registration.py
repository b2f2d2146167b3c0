"""A registration goes only where the one table of moves lets it, and owes the letter that the table names."""

import ast
import itertools
from pathlib import Path

import factories
import pytest

import resal
from resal.actions import PARTICIPANT, SYSTEM, Actor, Refusal, registering
from resal.actions.registering.moving import beginning, move
from resal.db import db, transaction
from resal.models import Entry, Letter, Registration, RegistrationChange
from resal.models.moves import BEGINNINGS, MOVES, allowed
from resal.models.registration import LIVE, STATES

TEAM = Actor("account")
ACTORS = (PARTICIPANT, TEAM, SYSTEM)
EVERY = list(itertools.product(STATES, [one.name for one in MOVES], ACTORS))
made = transaction(move)


def everything():
    """All that a move could change."""
    db.session.expire_all()
    rows = db.session.query(Registration).order_by(Registration.id)
    return (
        [(row.state, row.arrival, row.revision, row.changed_at, row.mode, row.over_capacity) for row in rows],
        [(one.before, one.after, one.actor) for one in db.session.query(RegistrationChange).order_by("id")],
        [(letter.kind, letter.unique_key) for letter in db.session.query(Letter).order_by("id")],
        [entry.deed for entry in db.session.query(Entry).order_by("id")],
    )


def a_place(state):
    return factories.a_registration(factories.a_session(), state=state)


def test_every_forbidden_move_is_refused_and_nothing_changes(database):
    forbidden = [(state, name, actor) for state, name, actor in EVERY if not allowed(state, name, actor.kind)]
    places = {state: a_place(state) for state in STATES}
    before = everything()
    for state, name, actor in forbidden:
        with pytest.raises(Refusal):
            made(places[state], name, actor)
    assert everything() == before
    assert len(forbidden) > len(EVERY) / 2


def test_every_allowed_move_leads_where_the_table_says_with_its_letter(database):
    for state, name, actor in [one for one in EVERY if allowed(one[0], one[1], one[2].kind)]:
        step, place = allowed(state, name, actor.kind), a_place(state)
        owed = db.session.query(Letter).count()
        made(place, name, actor, "emergency" if step.reason else "")
        assert (place.state, place.history[-1].before, place.history[-1].after) == (step.after, state, step.after)
        assert place.history[-1].actor == str(actor)
        [letter] = db.session.query(Letter).order_by(Letter.id.desc()).limit(db.session.query(Letter).count() - owed)
        assert (letter.kind, letter.registration_id) == (step.letter, place.id)


def test_nobody_begins_in_a_state_that_the_table_does_not_begin_with():
    for state, actor in itertools.product(STATES, ACTORS):
        if state in BEGINNINGS and actor.kind in BEGINNINGS[state].who:
            assert beginning(state, actor).after == state
        else:
            with pytest.raises(Refusal):
                beginning(state, actor)


VERBS = {
    "withdraw": (lambda row: registering.withdraw(row, "emergency"), LIVE),
    "remove": (lambda row: registering.remove(row, "", TEAM), LIVE),
    "approve": (lambda row: registering.approve(row, TEAM), ("requested",)),
    "decline": (lambda row: registering.decline(row, "Trop tard", TEAM), ("requested",)),
    "undo": (registering.undo_withdrawal, ("withdrawn", "lapsed")),
    "take": (registering.take, ("offered",)),
    "extend": (lambda row: registering.extend(row, TEAM), ("offered",)),
    "run out": (lambda row: registering.run_out(row.id), ("offered",)),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_asked_of_a_registration_that_is_not_its_own_changes_nothing(verb, database):
    act, states = VERBS[verb]
    for state in [state for state in STATES if state not in states]:
        place = a_place(state)
        before = everything()
        try:
            act(place)
        except Refusal:
            db.session.rollback()
        assert everything() == before, state


def test_no_reason_is_kept_that_nobody_was_asked_for(database):
    with pytest.raises(ValueError, match="reason"):
        made(a_place("waiting"), "promote", SYSTEM, "pour voir")


def test_no_state_of_a_registration_is_written_outside_of_the_table():
    package = Path(resal.__file__).parent
    writing = set()
    for path in (package / "actions" / "registering").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            targets = node.targets if isinstance(node, ast.Assign) else []
            writing |= {path.name for one in targets if isinstance(one, ast.Attribute) and one.attr == "state"}
    assert writing == {"moving.py"}


def test_the_table_of_the_documents_is_the_table_of_the_program():
    said = {"participant": "participant", "account": "team", "system": "system"}
    rows = [
        "| " + " | ".join([
            ", ".join(state or "—" for state in one.before), one.name, one.after,
            ", ".join(said[who] for who in one.who), "asked" if one.reason else "—", f"`{one.letter}`",
        ]) + " |"
        for one in MOVES
    ]  # fmt: skip
    text = (Path(resal.__file__).parent.parent / "docs" / "contributing.md").read_text("utf-8")
    assert "\n".join(rows) in text
