"""A room of people who are told of changes."""

from datetime import date, time

import factories

from resal.actions import Actor, scheduling
from resal.actions.scheduling import MeetingPlan
from resal.db import db
from resal.models import Announcement, Letter

TEAM = Actor("account")
DAYS = [date(2026, 12, day) for day in (1, 10, 11, 12)]


def a_room(people=2):
    session = factories.a_session("Haine en ligne", capacity=10, venue=factories.a_venue("Centre St-Pierre"))
    for number in range(people):
        factories.a_registration(session, factories.a_participant(f"Personne {number}", email=f"p{number}@m.example"))
    return session


def move(session, day, hour=13, end=None):
    plan = MeetingPlan(day, time(hour), time(end or hour + 2))
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=[plan]), session.revision, TEAM)


def letters(*states):
    db.session.expire_all()
    found = db.session.query(Letter).order_by(Letter.id)
    return [letter for letter in found if not states or letter.state in states]


def announcements():
    db.session.expire_all()
    return db.session.query(Announcement).order_by(Announcement.id).all()
