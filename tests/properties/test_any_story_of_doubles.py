"""Any story of people who register, come, are merged and told apart again keeps every promise."""

from datetime import datetime, timedelta

import factories
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from storytelling import Counted, tell

from resal import clock
from resal.actions import Actor, Refusal, attending, merging, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Attendance, Merge, Organization, Participant, Registration
from resal.models.registration import LIVE, SEATED
from resal.queries.exporting import export_programme
from resal.queries.promises import broken
from resal.queries.roster_table import table

TEAM = Actor("account")
MORNING = datetime.fromisoformat("2026-11-24T10:00:00-05:00")
PEOPLE = st.sampled_from(["Ana", "Bilal", "Chloe", "Dany", "Eve"])
BODIES = st.sampled_from(["Maison", "La Maison", "Ailleurs"])
WHICH = st.integers(0, 2)


class Story(Counted):
    """Three sessions, one of them over; five people of three organizations, all perhaps the same."""

    database = None

    def __init__(self) -> None:
        super().__init__()
        self.undoing = self.database.undoing()
        self.undoing.__enter__()
        clock.start_at(MORNING)
        self.bodies = [factories.an_organization(name) for name in ("Maison", "La Maison", "Ailleurs")]
        self.sessions = [
            factories.a_session(capacity=2, starts_in=timedelta(days=9)),
            factories.a_session(capacity=1, starts_in=timedelta(days=9), mode="hybrid", capacity_online=1,
                                waiting_list="offer"),
            factories.a_session(capacity=3, starts_in=timedelta(minutes=5)),
        ]  # fmt: skip

    def teardown(self) -> None:
        self.undoing.__exit__(None, None, None)
        clock.start_at(MORNING)

    def rosters(self) -> object:
        tables = [table(session, "", True, "America/Toronto").rows for session in self.sessions]
        return tables, export_programme(db.session())

    def known(self, name: str) -> Participant | None:
        return db.session.query(Participant).filter_by(name=name, merged_into_id=None).first()

    @rule(name=PEOPLE, body=BODIES, which=WHICH, online=st.booleans())
    def somebody_registers(self, name: str, body: str, which: int, online: bool) -> None:
        mode = "online" if online else "in person"
        typed = Typed(name, f"{name.lower()}@maison.example", body, mode=mode, line=True, source="team")
        registering.register(self.sessions[which], typed, TEAM)

    @rule(name=PEOPLE)
    def somebody_gives_up(self, name: str) -> None:
        for row in db.session.query(Registration).join(Participant).filter(Participant.name == name).all():
            try:
                registering.withdraw(row)
            except Refusal:
                continue

    @rule(name=PEOPLE, status=st.sampled_from(["present", "partial", "absent"]))
    def somebody_comes(self, name: str, status: str) -> None:
        session = self.sessions[2]
        rows = db.session.query(Registration).filter_by(training_session_id=session.id).join(Participant)
        for row in rows.filter(Participant.name == name, Registration.state.in_(SEATED)).all():
            attending.mark(row, session.meetings[0], status, TEAM)

    @rule(first=PEOPLE, second=PEOPLE, side=st.sampled_from(["kept", "gone"]))
    def two_people_are_merged(self, first: str, second: str, side: str) -> None:
        kept, gone = self.known(first), self.known(second)
        if kept is None or gone is None:
            return
        try:
            merging.merge_people(kept, gone, {"name": side, "email": side}, TEAM)
        except Refusal:
            assert kept is gone

    @rule(first=WHICH, second=WHICH, side=st.sampled_from(["kept", "gone"]))
    def two_organizations_are_merged(self, first: int, second: int, side: str) -> None:
        try:
            merging.merge_organizations(self.bodies[first], self.bodies[second], {"name_fr": side}, TEAM)
        except Refusal:
            assert first == second or self.bodies[first].merged_into_id or self.bodies[second].merged_into_id

    @rule()
    def the_last_merge_is_undone(self) -> None:
        last = db.session.query(Merge).filter_by(undone_at=None).order_by(Merge.id.desc()).first()
        if last is not None:
            merging.undo(last, TEAM)

    @rule(first=PEOPLE, second=PEOPLE, side=st.sampled_from(["kept", "gone"]))
    def a_mistake_undone_at_once_leaves_everything_as_it_was(self, first: str, second: str, side: str) -> None:
        kept, gone = self.known(first), self.known(second)
        if kept is None or gone is None or kept is gone:
            return
        if any(row.state in ("waiting", "offered") for row in db.session.query(Registration)):
            return  # a seat that is freed goes to somebody, who keeps it
        before = self.rosters()
        merge = merging.merge_people(kept, gone, {"name": side, "email": side}, TEAM)
        merging.undo(merge, TEAM)
        assert (merge.left, self.rosters()) == ([], before)

    @rule(first=WHICH, second=WHICH, side=st.sampled_from(["kept", "gone"]))
    def so_does_one_of_organizations(self, first: int, second: int, side: str) -> None:
        kept, gone = self.bodies[first], self.bodies[second]
        if kept is gone or kept.merged_into_id or gone.merged_into_id:
            return
        before = self.rosters()
        merge = merging.merge_organizations(kept, gone, {"name_fr": side}, TEAM)
        merging.undo(merge, TEAM)
        assert (merge.left, self.rosters()) == ([], before)

    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        clock.start_at(clock.now() + timedelta(hours=hours))
        numbers = registering.ended()
        db.session.rollback()
        for number in numbers:
            registering.run_out(number)

    @invariant()
    def every_promise_holds(self) -> None:
        assert list(broken()) == []

    @invariant()
    def nobody_lives_twice_and_nobody_who_went_has_anything(self) -> None:
        rows = db.session.query(Registration).filter(Registration.state.in_(LIVE))
        living = [(row.training_session_id, row.participant_id) for row in rows]
        assert len(living) == len(set(living))
        assert all(row.participant.merged_into_id is None for row in db.session.query(Registration))

    @invariant()
    def presence_is_noted_once_a_person_and_meeting(self) -> None:
        noted = [(row.meeting_id, row.registration.participant_id) for row in db.session.query(Attendance)]
        seated = [key for key, row in zip(noted, db.session.query(Attendance), strict=True) if row.registration.live]
        assert len(seated) == len(set(seated))

    @invariant()
    def the_three_organizations_are_still_there(self) -> None:
        assert db.session.query(Organization).count() == len(self.bodies)


def test_any_story_of_doubles_keeps_the_promise(database):
    tell(Story, database=database)
