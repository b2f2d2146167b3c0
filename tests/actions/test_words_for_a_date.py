"""Words that stand for a date, and until when they speak, kept together by what the team does."""

from datetime import date, time

import factories

from resal.actions import Actor, scheduling
from resal.actions.scheduling import MeetingPlan, SessionPlan
from resal.models import localized

TEAM = Actor("account")


def a_plan(words: str) -> SessionPlan:
    return SessionPlan(title={"fr": "Haine en ligne"}, date_known_as={"fr": words}, registration="none")


def test_the_form_writes_their_end_each_time_the_words_change():
    session = scheduling.draft(a_plan("printemps 2027"), TEAM)
    assert session.date_known_until == date(2027, 6, 30)
    for words, until in (("mai 2027", date(2027, 5, 31)), ("bientôt", None), ("2028", date(2028, 12, 31)), ("", None)):
        scheduling.edit(session, a_plan(words), session.revision, TEAM)
        assert session.date_known_until == until


def test_another_edition_and_a_circle_take_neither_words_nor_their_end():
    session = factories.a_session(starts_in=None, date_known_as=localized({"fr": "printemps 2020"}))
    dates = [MeetingPlan(date(2027, 1, 12), time(18), time(20))]
    again, circle = scheduling.repeat(session, dates, TEAM), scheduling.follow(session, dates, TEAM)
    assert [(one.date_known_as, one.date_known_until) for one in (again, circle)] == [({}, None)] * 2
