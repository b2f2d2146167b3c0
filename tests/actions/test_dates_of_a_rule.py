"""A rule for dates: each day follows it, none is excepted, and there is always an end."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from resal.actions import Refusal
from resal.actions.scheduling.recurring import DAY, FURTHEST, IN_THE_MONTH, MOST_DATES, RHYTHMS, WEEK, Rule, days_of
from resal.language import typed_dates
from resal.models import Meeting
from resal.queries.holidays import holiday

TODAY = date(2026, 11, 24)
TUESDAY = date(2026, 10, 20)
near = st.dates(TODAY - FURTHEST, TODAY + FURTHEST)
rules = st.builds(
    Rule, rhythm=st.sampled_from(RHYTHMS), first=near, step=st.integers(1, 60), until=st.none() | near,
    weekdays=st.lists(st.integers(0, 6), unique=True).map(tuple), times=st.none() | st.integers(1, MOST_DATES),
    excepted=st.frozensets(near, max_size=30), spare_holidays=st.booleans(),
)  # fmt: skip


def follows(rule, day):
    """The rule said otherwise, by counting."""
    weekdays = rule.weekdays or (rule.first.weekday(),)
    if rule.rhythm == DAY:
        return (day - rule.first).days % rule.step == 0 and (not rule.weekdays or day.weekday() in rule.weekdays)
    if day.weekday() not in weekdays:
        return False
    if rule.rhythm == WEEK:
        mondays = [one - timedelta(days=one.weekday()) for one in (rule.first, day)]
        return (mondays[1] - mondays[0]).days // 7 % rule.step == 0
    months = (day.year - rule.first.year) * 12 + day.month - rule.first.month
    ordinal = IN_THE_MONTH[rule.rhythm]
    here = (day.day - 1) // 7 + 1 == ordinal if ordinal > 0 else (day + timedelta(days=7)).month != day.month
    return months % rule.step == 0 and here


def plain(words):
    return str(words).replace("\u00a0", " ").replace("’", "'")


@given(rules)
def test_every_day_follows_the_rule_and_none_is_forgotten_or_excepted(rule):
    try:
        found = days_of(rule, TODAY)
    except Refusal:
        assume(False)
    everyday = (rule.first + timedelta(days=n) for n in range((TODAY + FURTHEST - rule.first).days + 1))
    follow = [day for day in everyday if follows(rule, day) and (rule.until is None or day <= rule.until)]
    spared = {day for day in follow if day in rule.excepted or (rule.spare_holidays and holiday(day))}
    expected = [day for day in follow if day not in spared][: rule.times]
    assert list(found.kept) == expected
    assert 1 <= len(found.kept) <= MOST_DATES
    assert {day for day, _ in found.left_out} <= spared
    assert all(why for _, why in found.left_out)


@given(st.builds(Rule, rhythm=st.sampled_from(RHYTHMS), first=st.dates(), step=st.integers(-5, 10**6),
                 until=st.none() | st.dates(), times=st.none() | st.integers(-5, 10**9),
                 weekdays=st.lists(st.integers(0, 6)).map(tuple)))  # fmt: skip
def test_any_rule_gives_at_most_forty_days_or_a_sentence(rule):
    outcome = _kept_or_refused(rule)
    assert outcome in ("first", "until", "times", "step") or 1 <= len(outcome) <= MOST_DATES


def _kept_or_refused(rule):
    try:
        return days_of(rule, TODAY).kept
    except Refusal as refusal:
        return refusal.field


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (Rule(WEEK, TUESDAY, times=400), "Une rencontre a au plus 40 dates : cette règle en donne 400."),
        (Rule(DAY, TUESDAY, until=date(2027, 10, 19), spare_holidays=False), "cette règle en donne 365."),
        (Rule(WEEK, TUESDAY), "Dites combien de fois, ou jusqu'à quelle date."),
        (Rule(WEEK, date.min, times=2), "cette date est à plus de cinq ans"),
        (Rule(WEEK, TUESDAY, until=date.max), "cette date est à plus de cinq ans"),
        (Rule(WEEK, TUESDAY, until=TUESDAY - timedelta(days=1)), "La dernière date doit suivre la première."),
        (Rule(DAY, TUESDAY, step=7, weekdays=(0,), times=3), "Aucune date ne suit cette règle."),
        (Rule(WEEK, date(2026, 12, 25), until=date(2026, 12, 25)), "Aucune date ne suit cette règle."),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_in_a_sentence(rule, words):
    with pytest.raises(Refusal) as refused:
        days_of(rule, TODAY)
    assert words in plain(refused.value)


def test_there_is_room_for_so_many_only():
    with pytest.raises(Refusal) as refused:
        days_of(Rule(WEEK, TUESDAY, times=6), TODAY, room=4)
    assert "il en reste 4" in plain(refused.value)


def test_what_was_left_out_is_said_with_its_reason():
    rule = Rule(WEEK, date(2026, 12, 11), times=3, excepted=frozenset({date(2026, 12, 18)}))
    found = days_of(rule, TODAY)
    assert found.left_out == ((date(2026, 12, 18), "votre exception"), (date(2026, 12, 25), "Noël"),
                              (date(2027, 1, 1), "le jour de l'An"))  # fmt: skip
    assert found.kept == (date(2026, 12, 11), date(2027, 1, 8), date(2027, 1, 15))


@given(rules, st.times(time(4), time(23, 59)), st.sampled_from(["America/Toronto", "America/Halifax", "UTC"]))
def test_the_clock_on_the_wall_stays_the_same_all_year(rule, hour, zone):
    try:
        found = days_of(rule, TODAY)
    except Refusal:
        assume(False)
    for day in found.kept:
        meeting = Meeting(date=day, start_time=hour, timezone=zone)
        meeting.place_in_time()
        assert meeting.starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == datetime.combine(day, hour)


FIRST = date(2026, 10, 1)
TYPED = [
    ("2026-12-25", [date(2026, 12, 25)]),
    ("25 décembre 2026", [date(2026, 12, 25)]),
    ("25 DECEMBRE, 1er janvier", [date(2026, 12, 25), date(2027, 1, 1)]),
    ("December 25, 2026, Jan. 3\nle 4 juin;", [date(2026, 12, 25), date(2027, 1, 3), date(2027, 6, 4)]),
    ("29 février", [date(2028, 2, 29)]),
    ("31 février, jui 3, 25, x, 2026-13-45, ٢ juin, 25 décembre 20260", [None] * 7),
    (" ,;\n", []),
]


@pytest.mark.parametrize(("text", "meant"), TYPED)
def test_dates_are_read_as_people_type_them(text, meant):
    assert [typed_dates.day(part, FIRST) for part in typed_dates.parts(text)] == meant


@given(st.text(), st.dates())
def test_any_text_is_a_date_or_is_not(text, first):
    assert all(typed_dates.day(part, first) is None or part for part in typed_dates.parts(text))
