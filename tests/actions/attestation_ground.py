"""Sessions that are over, who came to them, and how that reads on their page."""

from datetime import timedelta

import factories

from resal import clock
from resal.actions import Actor
from resal.db import db
from resal.models import Attendance
from resal.queries import attestations

TEAM = Actor("account")


def held(title="Haine en ligne", *, closed=True, weeks_ago=1, **columns):
    """A session that began so long ago, its list of who came complete."""
    session = factories.a_session(title, starts_in=-timedelta(weeks=weeks_ago), **columns)
    session.attendance_closed_at = clock.now() if closed else None
    db.session.commit()
    return session


def came(session, *statuses, name="Ana Silva", person=None, minutes=None, arrived=None):
    """Somebody with a seat, and how they took part in each date (None: nobody wrote anything down)."""
    person = person or factories.a_participant(name)
    registration = factories.a_registration(session, person)
    for meeting, status in zip(session.live_meetings, statuses, strict=False):
        if status:
            at = meeting.starts_at + arrived if arrived is not None else None
            db.session.add(
                Attendance(
                    registration=registration, meeting=meeting, status=status, recorded_at=clock.now(),
                    arrived_at=at, minutes=minutes,
                )
            )  # fmt: skip
    db.session.commit()
    return registration


def said(registration):
    standing = attestations.of_registration(registration)
    return None if standing is None else (standing.state, standing.said)
