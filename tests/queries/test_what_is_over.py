"""Whether a session is over: one rule, read of a row and asked of the database."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

from factories import a_session
from harness.isolation import RolledBack
from hypothesis import given
from hypothesis import strategies as st

from resal import clock
from resal.db import db
from resal.models import TrainingSession, localized
from resal.models.training_session import POLICIES
from resal.queries import approximate, visible

S = TrainingSession
NOW = datetime(2026, 11, 24, 14, tzinfo=UTC)
NEAR = st.timedeltas(timedelta(days=-3), timedelta(days=3)).map(lambda apart: NOW + apart)
DAYS = st.sampled_from([date(1900, 1, 1), *(date(2026, 11, 24) + timedelta(days=n) for n in range(-2, 3)),
                        date(2099, 12, 31)])  # fmt: skip


@given(st.none() | NEAR, st.none() | DAYS, st.none() | st.just(0) | st.just(15), st.sampled_from(POLICIES), NEAR)
def test_python_and_the_database_say_the_same_of_any_session(
    database: RolledBack, ends: datetime | None, until: date | None, came: int | None, registration: str, now: datetime
) -> None:
    with database.undoing():
        session = a_session(starts_in=None, attendance_low=came, registration=registration)
        session.starts_at, session.ends_at, session.date_known_until = ends, ends, until
        db.session.flush()
        said = [db.session.query(S.id).filter(S.id == session.id, condition(now)).count()
                for condition in (visible.over, visible.to_come)]  # fmt: skip
        assert said == [session.over(now), not session.over(now)]


def test_words_that_name_no_period_are_to_come_until_somebody_says_who_came() -> None:
    session = a_session(starts_in=None, registration="none", date_known_as=localized({"fr": "date à venir"}))
    assert not session.over(clock.now())
    session.attendance_low = 0
    assert session.over(clock.now())


def test_a_period_is_over_once_its_last_day_is_everywhere(freeze: Callable[[datetime], datetime]) -> None:
    session = a_session(starts_in=None, registration="none", date_known_as=localized({"fr": "printemps 2027"}))
    assert not session.over(freeze(datetime(2027, 7, 1, 11, 59, tzinfo=UTC)))
    assert session.over(freeze(datetime(2027, 7, 1, 12, tzinfo=UTC)))


def test_a_date_counts_for_more_than_the_words_that_were_there_before_it() -> None:
    session = a_session(date_known_as=localized({"fr": "printemps 2020"}))
    assert (session.over(clock.now()), approximate.last_day(session.date_known_as)) == (False, date(2020, 6, 30))
