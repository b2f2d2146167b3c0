"""Any story of coming to a whole series or to one session of it keeps every promise."""

from datetime import timedelta

import factories
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from storytelling import Counted, tell

from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, Registration, SeriesRegistration, TrainingSession
from resal.queries.promises import broken

TEAM = Actor("account")
PEOPLE = st.sampled_from(["Ana", "Bilal", "Chloe", "Dany", "Eve"])
SESSIONS = st.integers(0, 2)


def typed(name: str) -> Typed:
    return Typed(name, f"{name.lower()}@maison.example", "Maison", line=True)


class Story(Counted):
    """A series of three sessions, the last one a draft; five people and the team."""

    database = None

    def __init__(self) -> None:
        super().__init__()
        self.undoing = self.database.undoing()
        self.undoing.__enter__()
        self.series = factories.a_series(register_whole=True)
        self.sessions = [
            factories.a_session(
                series_id=self.series.id, starts_in=timedelta(weeks=week), published=week < 3, city="Laval"
            )
            for week in (1, 2, 3)
        ]

    def teardown(self) -> None:
        self.undoing.__exit__(None, None, None)

    def wholes(self, name: str) -> list[SeriesRegistration]:
        return [one for one in db.session.query(SeriesRegistration) if one.participant.name == name]

    @rule(name=PEOPLE)
    def somebody_comes_to_the_whole(self, name: str) -> None:
        before = db.session.query(Registration).count()
        try:
            registering.register_whole(self.series, typed(name))
        except Refusal:
            assert db.session.query(Registration).count() == before

    @rule(name=PEOPLE, n=SESSIONS)
    def somebody_comes_to_one(self, name: str, n: int) -> None:
        try:
            registering.register(self.sessions[n], typed(name))
        except Refusal:
            return

    @rule(name=PEOPLE, n=SESSIONS)
    def somebody_leaves_one(self, name: str, n: int) -> None:
        for row in db.session.query(Registration).filter_by(training_session_id=self.sessions[n].id).all():
            if row.participant.name == name:
                registering.withdraw(row)

    @rule(name=PEOPLE)
    def somebody_leaves_the_whole(self, name: str) -> None:
        for whole in self.wholes(name):
            registering.leave_whole(whole)

    @rule(n=SESSIONS, seats=st.integers(1, 5))
    def the_team_resizes(self, n: int, seats: int) -> None:
        try:
            registering.resize(self.sessions[n], seats, None, TEAM)
        except Refusal:
            db.session.refresh(self.sessions[n])

    @rule(n=SESSIONS)
    def the_team_cancels_one(self, n: int) -> None:
        scheduling.cancel(self.sessions[n], {"fr": "Tempête"}, TEAM)

    @rule(n=SESSIONS)
    def the_team_restores_one(self, n: int) -> None:
        scheduling.restore(self.sessions[n], TEAM)

    @rule()
    def the_team_publishes_the_draft(self) -> None:
        scheduling.publish(self.sessions[2], TEAM)

    @rule(n=SESSIONS, name=PEOPLE)
    def the_team_removes_somebody(self, n: int, name: str) -> None:
        for row in db.session.query(Registration).filter_by(training_session_id=self.sessions[n].id).all():
            if row.participant.name == name:
                registering.remove(row, "", TEAM)

    @invariant()
    def every_promise_holds(self) -> None:
        assert list(broken()) == []

    @invariant()
    def each_whole_was_told_of_once_and_left_with_one_letter(self) -> None:
        kinds = [letter.kind for letter in db.session.query(Letter)]
        wholes = db.session.query(SeriesRegistration).all()
        assert kinds.count("series_confirmed") == len(wholes)
        assert kinds.count("series_left") == sum(whole.withdrawn_at is not None for whole in wholes)

    @invariant()
    def nobody_has_a_place_in_a_draft(self) -> None:
        drafts = [row.id for row in db.session.query(TrainingSession) if not row.published]
        assert db.session.query(Registration).filter(Registration.training_session_id.in_(drafts)).count() == 0


def test_any_story_of_a_series_keeps_every_promise(database):
    tell(Story, database=database)
