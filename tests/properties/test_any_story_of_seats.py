"""Any story of register, withdraw, resize, undo and cancel keeps the promise of seats."""

from datetime import datetime, timedelta

import factories
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from storytelling import Counted, tell

from resal import clock
from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Registration
from resal.models.moves import STEPS
from resal.models.registration import LIVE, SEATED
from resal.queries.line import position
from resal.queries.promises import broken

TEAM = Actor("account")
MORNING = datetime.fromisoformat("2026-11-24T10:00:00-05:00")
PEOPLE = st.sampled_from(["Ana", "Bilal", "Chloe", "Dany", "Eve", "Farid", "Gina"])
MODES = st.sampled_from(["in person", "online"])
WAITS = st.sampled_from(["each", "rest", "all"])


class Story(Counted):
    """One session, seven people, and whatever they and the team do in any order."""

    database = None
    mode = "in person"
    waiting_list = "auto"

    def __init__(self) -> None:
        super().__init__()
        self.undoing = self.database.undoing()
        self.undoing.__enter__()
        clock.start_at(MORNING)
        self.session = factories.a_session(
            capacity=2, mode=self.mode, capacity_online=1, waiting_list=self.waiting_list, starts_in=timedelta(days=9)
        )

    def teardown(self) -> None:
        self.undoing.__exit__(None, None, None)
        clock.start_at(MORNING)

    def all(self) -> list[Registration]:
        return db.session.query(Registration).order_by(Registration.arrival).all()

    def of(self, name: str) -> list[Registration]:
        return [row for row in self.all() if row.participant.name == name]

    @rule(name=PEOPLE, mode=MODES, line=st.booleans())
    def somebody_registers(self, name: str, mode: str, line: bool) -> None:
        typed = Typed(name, f"{name.lower()}@maison.example", "Maison", mode=mode, line=line)
        before = len(self.all())
        try:
            outcome = registering.register(self.session, typed)
        except Refusal:
            assert len(self.all()) == before
        else:
            assert outcome.registration.live

    @rule(names=st.lists(PEOPLE, min_size=2, max_size=4, unique=True), mode=MODES, wait=WAITS)
    def a_colleague_registers_several(self, names: list[str], mode: str, wait: str) -> None:
        people = [
            Typed(name, f"{name.lower()}@maison.example", "Maison", mode=mode, line=True, source="colleague")
            for name in names
        ]
        before = len(self.all())
        try:
            registering.register_several(self.session, people, wait)
        except Refusal:
            assert len(self.all()) == before
        else:
            assert all(any(row.live for row in self.of(name)) for name in names)

    @rule(name=PEOPLE)
    def somebody_waits_alone(self, name: str) -> None:
        for row in self.of(name):
            try:
                registering.wait_alone(row)
            except Refusal:
                continue

    @rule(name=PEOPLE, mode=MODES)
    def the_team_seats_somebody_by_hand(self, name: str, mode: str) -> None:
        for row in [row for row in self.of(name) if row.state == "waiting"]:
            typed = Typed(name, row.participant.email, "Maison", mode=mode)
            registering.register(self.session, typed, TEAM, over_capacity=True)

    @rule(name=PEOPLE)
    def somebody_gives_up(self, name: str) -> None:
        for row in self.of(name):
            try:
                registering.withdraw(row)
            except Refusal:
                assert clock.now() >= self.session.starts_at

    @rule(name=PEOPLE)
    def somebody_takes_it_back(self, name: str) -> None:
        for row in self.of(name)[-1:]:
            try:
                registering.undo_withdrawal(row)
            except Refusal:
                continue

    @rule(name=PEOPLE, mode=MODES)
    def somebody_changes_mode(self, name: str, mode: str) -> None:
        for row in [row for row in self.of(name) if row.live]:
            try:
                registering.change(row, Typed(name, row.participant.email, "Maison", mode=mode))
            except Refusal:
                continue

    @rule(seats=st.integers(0, 5), online=st.integers(1, 3))
    def the_team_resizes(self, seats: int, online: int) -> None:
        try:
            registering.resize(self.session, seats, online, TEAM)
        except Refusal:
            db.session.refresh(self.session)

    @rule(name=PEOPLE)
    def the_team_removes_somebody(self, name: str) -> None:
        for row in self.of(name):
            registering.remove(row, "", TEAM)

    @rule(name=PEOPLE)
    def somebody_answers(self, name: str) -> None:
        for row in [row for row in self.of(name) if row.state in ("waiting", "offered")]:
            try:
                registering.take(row)
            except Refusal:
                continue

    @rule(name=PEOPLE)
    def the_team_gives_more_time(self, name: str) -> None:
        for row in [row for row in self.of(name) if row.state == "offered"]:
            try:
                registering.extend(row, TEAM)
            except Refusal:
                continue

    @rule(hours=st.integers(1, 40), leaves=st.booleans())
    def time_passes_and_the_worker_looks(self, hours: int, leaves: bool) -> None:
        if leaves:
            db.session.query(Letter).update({"state": "sent"})
            db.session.commit()
        clock.start_at(clock.now() + timedelta(hours=hours))
        numbers = registering.ended()
        db.session.rollback()
        for number in numbers:
            registering.run_out(number)
        assert registering.ended() == []
        db.session.rollback()

    @rule()
    def the_team_cancels_and_restores(self) -> None:
        scheduling.cancel(self.session, {"fr": "Tempête"}, TEAM)
        scheduling.restore(self.session, TEAM)

    @invariant()
    def every_promise_holds(self) -> None:
        assert list(broken()) == []

    @invariant()
    def the_line_is_counted_from_one_in_order_of_arrival(self) -> None:
        for mode in {row.mode for row in self.all()}:
            line = [row for row in self.all() if row.state == "waiting" and row.mode == mode]
            assert [position(row) for row in line] == list(range(1, len(line) + 1))

    @invariant()
    def histories_tell_how_each_came_to_be_where_they_are(self) -> None:
        for row in self.all():
            assert row.history[-1].after == row.state
            assert [change.before for change in row.history[1:]] == [change.after for change in row.history[:-1]]

    @invariant()
    def whoever_was_promoted_was_told_once_per_promotion(self) -> None:
        told = db.session.query(Letter).filter_by(kind="promoted").count()
        changes = [change for row in self.all() for change in row.history if change.actor != "participant"]
        assert told == sum((change.before, change.after) == ("waiting", "confirmed") for change in changes)

    @invariant()
    def only_who_waits_waits_with_others(self) -> None:
        assert {row.state for row in self.all() if row.waits_with} <= {"waiting"}

    @invariant()
    def an_offer_has_an_end_and_nothing_else_has(self) -> None:
        assert [row.state == "offered" for row in self.all()] == [row.offered_until is not None for row in self.all()]

    @invariant()
    def every_move_is_one_of_the_table_with_its_letter(self) -> None:
        steps = [(change.before, change.after) for row in self.all() for change in row.history]
        assert set(steps) <= STEPS
        told = db.session.query(Letter).filter(Letter.kind.in_(("offered", "lapsed"))).count()
        assert told == sum(after in ("offered", "lapsed") for _, after in steps)

    @invariant()
    def the_program_moves_only_those_who_wait_or_are_offered_a_seat(self) -> None:
        moves = [change.before for row in self.all() for change in row.history if change.actor == "system"]
        assert set(moves) <= {"waiting", "offered"}

    @invariant()
    def nobody_lives_twice(self) -> None:
        living = [row.participant_id for row in self.all() if row.state in LIVE]
        assert len(living) == len(set(living))
        assert sum(row.state in SEATED for row in self.all()) <= len(living)


def test_any_story_of_one_room_keeps_the_promise(database):
    tell(Story, database=database)


def test_any_story_of_a_hybrid_session_keeps_the_promise(database):
    tell(Story, database=database, mode="hybrid")


def test_any_story_of_seats_that_are_offered_keeps_the_promise(database):
    tell(Story, database=database, waiting_list="offer")


def test_any_story_of_a_hybrid_session_with_offers_keeps_the_promise(database):
    tell(Story, database=database, mode="hybrid", waiting_list="offer")
