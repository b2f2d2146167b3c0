"""Changes to the sessions of a series, told together and counted from what each person last heard."""

from datetime import date, timedelta

import factories
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from resal import clock
from resal.actions import Actor, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import DELAY, MeetingPlan, SeriesChange
from resal.db import db
from resal.delivery.worker import deliver_due
from resal.language.typography import plain
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Announcement, Letter, Registration

TEAM = Actor("account")


def a_series(people=1, number=2):
    """Sessions a week apart, at ten; everybody has a seat in each."""
    series = factories.a_series(register_whole=True)
    sessions = [
        factories.a_session(f"Atelier {n}", starts_in=timedelta(weeks=n), series_id=series.id, capacity=20)
        for n in range(1, number + 1)
    ]
    for n in range(people):
        for session in sessions:
            registering.register(session, Typed(f"P{n}", f"p{n}@m.example", "Maison"))
    return sessions


def change(session, scope="all", **what):
    seen = scheduling.mark(scheduling.meant(session, scope))
    return scheduling.change_several(session, scope, SeriesChange(**what), seen, TEAM)


def cancel(session, scope="all"):
    seen = scheduling.mark(scheduling.meant(session, scope))
    return scheduling.cancel_several(session, scope, {"fr": "Une panne."}, seen, TEAM)


def move(session, days, link=None):
    [meeting] = session.live_meetings
    plan = MeetingPlan(meeting.date + timedelta(days=days), meeting.start_time, meeting.end_time)
    link = session.link if link is None else link
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[plan], link=link), session.revision, TEAM)


def told(app, freeze, kinds=("moved", "series_changed", "cancelled", "series_cancelled", "restored")):
    """What has left of these kinds once all had time to: its kind, and by title when it says, and said before."""
    freeze(clock.now() + DELAY)
    deliver_due(app.extensions["resal"])
    db.session.expire_all()
    left = db.session.query(Letter).filter(Letter.state == "sent", Letter.kind.in_(kinds)).order_by(Letter.id)
    return [(letter.kind, _said(letter.facts)) for letter in left]


def _said(facts):
    if "sessions" not in facts:
        return {facts["title"]: (_days(facts["when"]), _days((facts["before"] or {}).get("when")))}
    return {
        plain(one["title"]).replace("\u00a0", " "): (_days(one["when"]), _days(one["before"]))
        for one in facts["sessions"]
    }


def _days(lines):
    """« mardi 1er décembre 2026, 10 h » → the first words that name a day."""
    return [" ".join(line.replace("\u00a0", " ").split(",")[0].split()[1:3]) for line in lines or ()]


def test_two_changes_of_a_series_are_told_as_one_counted_from_what_each_last_heard(app, freeze):
    first, _ = a_series(people=2)
    freeze(clock.now())
    change(first, days=1)
    registering.register(first, Typed("Nadia", "nadia@m.example", "Maison"))  # hears of the second change alone
    change(first, days=1)
    both = {"Atelier 1": (["3 décembre"], ["1er décembre"]), "Atelier 2": (["10 décembre"], ["8 décembre"])}
    late = {"Atelier 1": (["3 décembre"], ["2 décembre"])}
    assert sorted(told(app, freeze), key=str) == sorted(
        [("series_changed", both)] * 2 + [("series_changed", late)], key=str
    )


def test_a_series_that_is_again_as_it_was_is_told_to_nobody(app, freeze):
    first, _ = a_series()
    freeze(clock.now())
    change(first, days=1, link="https://visio.example/a")
    assert change(first, days=-1) is not None  # the link is still another
    assert change(first, link="https://visio.example/b") is not None
    assert len(told(app, freeze)) == 1
    change(first, days=2)
    assert change(first, days=-2) is None
    assert len(told(app, freeze)) == 1
    assert db.session.query(Letter).filter_by(state="queued").count() == 0


def test_a_session_back_where_it_was_leaves_the_letter_about_the_others(app, freeze):
    first, _ = a_series()
    freeze(clock.now())
    change(first, days=1)
    move(first, -1)
    assert told(app, freeze) == [("series_changed", {"Atelier 2": (["9 décembre"], ["8 décembre"])})]


def test_a_move_of_one_session_joins_the_letter_about_its_series(app, freeze):
    first, _ = a_series()
    freeze(clock.now())
    change(first, days=1)
    move(first, 3)
    assert told(app, freeze) == [
        (
            "series_changed",
            {"Atelier 1": (["5 décembre"], ["1er décembre"]), "Atelier 2": (["9 décembre"], ["8 décembre"])},
        )
    ]


def test_a_change_of_the_series_takes_a_move_of_one_session_into_its_letter(app, freeze):
    first, _ = a_series()
    freeze(clock.now())
    move(first, 3)
    change(first, days=1)
    assert told(app, freeze) == [
        (
            "series_changed",
            {"Atelier 1": (["5 décembre"], ["1er décembre"]), "Atelier 2": (["9 décembre"], ["8 décembre"])},
        )
    ]


def test_what_was_heard_is_never_said_again_and_what_was_stopped_counts_at_the_next(app, freeze):
    first, second = a_series()
    freeze(clock.now())
    change(first, days=1)
    assert len(told(app, freeze)) == 1
    scheduling.stop(change(first, days=1), TEAM)
    change(second, "one", days=1)
    assert told(app, freeze)[1:] == [("series_changed", {"Atelier 2": (["11 décembre"], ["9 décembre"])})]
    move(first, 1)
    assert told(app, freeze)[2:] == [("moved", {"Atelier 1": (["4 décembre"], ["2 décembre"])})]


@pytest.mark.parametrize("alone", [True, False])
def test_a_cancellation_names_the_date_people_know_not_one_they_never_heard_of(app, freeze, alone):
    first, _ = a_series()
    freeze(clock.now())
    if alone:
        move(first, 3)
        scheduling.cancel(first, {"fr": "Une panne."}, TEAM)
        assert told(app, freeze) == [("cancelled", {"Atelier 1": (["1er décembre"], [])})]
    else:
        change(first, days=3)
        cancel(first)
        said = {"Atelier 1": (["1er décembre"], []), "Atelier 2": (["8 décembre"], [])}
        assert told(app, freeze) == [("series_cancelled", said)]


def test_the_letter_about_a_series_leaves_out_what_was_cancelled_or_given_up_since(app, freeze):
    first, second, third = a_series(number=3)
    freeze(clock.now())
    change(first, days=1)
    scheduling.cancel(first, {"fr": "Une panne."}, TEAM)
    registering.withdraw(db.session.query(Registration).filter_by(training_session_id=third.id).one())
    assert told(app, freeze) == [
        ("series_changed", {"Atelier 2": (["9 décembre"], ["8 décembre"])}),
        ("cancelled", {"Atelier 1": (["1er décembre"], [])}),
    ]
    [letter] = db.session.query(Letter).filter_by(kind="series_changed")
    assert [one["uid"] for one in letter.facts["entries"]] == [second.live_meetings[0].uid]


def test_a_link_changed_twice_is_told_once_and_not_at_all_when_it_is_back(app, freeze):
    [first] = a_series(number=1)
    freeze(clock.now())
    for link in ("https://visio.example/a", "https://visio.example/b"):
        move(first, 0, link=link)
    assert len(told(app, freeze)) == 1
    for link in ("https://visio.example/c", "https://visio.example/b"):
        move(first, 0, link=link)
    assert len(told(app, freeze)) == 1


def calendars(letter):
    """Each calendar of a letter as it leaves: its type, its method, and of each event uid, status, sequence and who."""
    paper = Stationery("https://resal.example", ("k" * 40,), "RÉSAL <resal@example.org>")
    parts = [part for part in render(letter, paper).walk() if part.get_content_subtype() in ("calendar", "ics")]
    found = [(part, Calendar.from_ical(part.get_payload(decode=True))) for part in parts]
    return [
        (part.get_content_type(), str(calendar["METHOD"]), [_event(event) for event in calendar.walk("VEVENT")])
        for part, calendar in found
    ]


def _event(event):
    return str(event["UID"]), event.get("STATUS"), int(event["SEQUENCE"]), str(event.get("ATTENDEE"))


@pytest.mark.parametrize("number", [1, 2])
def test_leaving_a_series_takes_its_only_date_out_of_the_calendar_and_names_several(app, freeze, number):
    freeze(clock.now())
    series = factories.a_series(register_whole=True)
    for n in range(1, number + 1):
        factories.a_session(f"Atelier {n}", starts_in=timedelta(weeks=n), series_id=series.id, capacity=20)
    whole = registering.register_whole(series, Typed("Nadia", "nadia@m.example", "Maison", line=True)).registration
    invited = db.session.query(Letter).filter_by(kind="series_confirmed").one().facts["entries"]
    registering.leave_whole(whole)
    letter = db.session.query(Letter).filter_by(kind="series_left").one()
    text = str(
        render(letter, Stationery("https://resal.example", ("k" * 40,), "R <r@example.org>")).get_body(("plain",))
    )
    by_hand = "retirer ces dates" in plain(text)
    if number == 1:
        event = (invited[0]["uid"], None, invited[0]["sequence"] + 1, "mailto:nadia@m.example")
        cancel = [("text/calendar", "CANCEL", [event]), ("application/ics", "CANCEL", [event])]
        assert (calendars(letter), by_hand) == (cancel, False)
    else:
        assert (calendars(letter), by_hand) == ([], True)


def test_a_place_in_line_left_with_the_series_was_in_no_calendar(app, freeze):
    freeze(clock.now())
    series = factories.a_series(register_whole=True)
    for n in (1, 2):
        session = factories.a_session(f"Atelier {n}", starts_in=timedelta(weeks=n), series_id=series.id, capacity=1)
    factories.a_registration(session)
    whole = registering.register_whole(series, Typed("Nadia", "nadia@m.example", "Maison", line=True)).registration
    registering.leave_whole(whole)
    [(_, method, [event]), _] = calendars(db.session.query(Letter).filter_by(kind="series_left").one())
    first = db.session.get(type(session), session.id - 1)
    assert (method, event[0]) == ("CANCEL", first.live_meetings[0].uid)


STEPS = st.lists(st.sampled_from(["all", "second", "move", "back", "stop", "wait"]), min_size=1, max_size=7)


@given(STEPS)
def test_whatever_is_changed_each_session_is_told_from_where_its_people_left_it(app, database, freeze, steps):
    """Of each session, what a letter says was before is what the letter before it said."""
    with database.undoing():
        freeze(clock.now())
        first, second = sessions = a_series()
        started = {session.title["fr"]: session.live_meetings[0].date for session in sessions}
        for step in steps:
            if step == "all":
                change(first, days=1)
            elif step == "second":
                change(second, "one", days=2)
            elif step in ("move", "back"):
                move(first, 1 if step == "move" else -1)
            elif step == "stop":
                last = db.session.query(Announcement).order_by(Announcement.id.desc()).first()
                if last is not None and last.may_be_stopped(clock.now()):
                    scheduling.stop(last, TEAM)
            else:
                told(app, freeze)
        known = {title: [_day(day)] for title, day in started.items()}
        for _, said in told(app, freeze):
            for title, (now, before) in said.items():
                assert (before, now != before) == (known[title], True)
                known[title] = now


def _day(day: date) -> str:
    months = {11: "novembre", 12: "décembre"}
    return f"{'1er' if day.day == 1 else day.day} {months[day.month]}"
