"""The supervision circle that follows a training: prepared in one go, for those who attended it."""

from datetime import date, time, timedelta

import factories
import pytest
from flask import Flask
from icalendar import Calendar

from resal import clock
from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import MeetingPlan
from resal.db import db
from resal.models import Attendance, Letter, localized

TEAM = Actor("account")
EVENINGS = [MeetingPlan(date(2027, 1, day), time(18), time(20)) for day in (12, 19, 26)]


def a_training():
    people = [factories.a_facilitator("Camille Roy")]
    session = factories.a_session("Trauma migratoire", starts_in=-timedelta(days=7), facilitators=people)
    session.themes = [factories.a_theme("Trauma")]
    db.session.commit()
    return session


def came(session, name, status="present"):
    person = factories.a_participant(name, email=f"{name.split()[0].lower()}@maison.example")
    registration = factories.a_registration(session, person)
    db.session.add(
        Attendance(
            registration_id=registration.id, meeting_id=session.meetings[0].id, status=status, recorded_at=clock.now()
        )
    )
    db.session.commit()


def a_circle(training, **columns):
    circle = scheduling.follow(training, EVENINGS, TEAM)
    for name, value in columns.items():
        setattr(circle, name, value)
    db.session.commit()
    circle.venue_id = factories.a_venue().id
    db.session.commit()
    return scheduling.publish(circle, TEAM)


def state(circle, name, **more):
    typed = Typed(name, f"{name.split()[0].lower()}@maison.example", "Maison", **{"line": True, **more})
    return registering.register(circle, typed).registration.state


def test_it_takes_from_the_training_what_a_small_confidential_group_needs():
    training = a_training()
    circle = scheduling.follow(training, EVENINGS, TEAM)
    assert circle.title == localized({
        "fr": "Cercle de supervision clinique : Trauma migratoire",
        "en": "Clinical supervision circle: Trauma migratoire (EN)",
    })  # fmt: skip
    assert (circle.kind, circle.visibility, circle.attended_only) == ("clinical supervision", "confidential", True)
    assert (circle.follows, circle.published, circle.link) == (training, False, "")
    assert [led.facilitator.name for led in circle.facilitations] == ["Camille Roy"]
    assert [theme.id for theme in circle.themes] == [theme.id for theme in training.themes]
    assert [meeting.date for meeting in circle.live_meetings] == [plan.date for plan in EVENINGS]


@pytest.mark.parametrize(("status", "expected"), [("present", "confirmed"), ("partial", "confirmed"),
                                                  ("excused", "requested"), ("absent", "requested")])  # fmt: skip
def test_who_came_to_the_training_has_a_seat_and_others_ask(status, expected):
    training = a_training()
    came(training, "Ana Silva", status)
    circle = a_circle(training)
    assert state(circle, "ANA  SILVA") == expected  # the same person, however they are spelled
    assert state(circle, "Bilal Haddad") == "requested"


def test_who_came_waits_when_the_circle_is_full_and_a_stranger_still_asks():
    training = a_training()
    for name in ("Ana Silva", "Chloe Roy"):
        came(training, name)
    circle = a_circle(training, capacity=1)
    assert [state(circle, name) for name in ("Ana Silva", "Chloe Roy", "Bilal Haddad")] == [
        "confirmed", "waiting", "requested",
    ]  # fmt: skip


def test_a_full_circle_without_a_line_answers_everybody_alike():
    training = a_training()
    for name in ("Ana Silva", "Chloe Roy"):
        came(training, name)
    circle = a_circle(training, capacity=1, waiting_list="none")
    state(circle, "Ana Silva")
    for name in ("Chloe Roy", "Bilal Haddad"):
        with pytest.raises(Refusal, match="Toutes les places sont prises"):
            state(circle, name)


def test_the_team_seats_whom_it_likes():
    circle = a_circle(a_training())
    made = registering.register(circle, Typed("Bilal Haddad", "b@maison.example", "Maison", source="team"), TEAM)
    assert made.registration.state == "confirmed"


def test_calendars_and_letters_say_nothing_of_its_theme(app: Flask):
    training = a_training()
    came(training, "Ana Silva")
    circle = a_circle(training)
    state(circle, "Ana Silva")
    [letter] = db.session.query(Letter).all()
    assert (letter.facts["title"], letter.facts["discreet"]) == ("Espace clinique", True)
    feed = app.test_client().get("/calendrier.ics")
    titles = [str(event["SUMMARY"]) for event in Calendar.from_ical(feed.data).walk("VEVENT")]
    assert titles == ["Trauma migratoire"]
    assert app.test_client().get(f"/rencontres/{circle.id}").status_code == 404
