"""Agendas to try pages with, and what the database says of them."""

from datetime import date, time

import factories
from filling_in import send, send_again
from sessions_at_hand import here

from resal.actions.scheduling.dates import MeetingPlan, place
from resal.db import db, writing
from resal.models import AgendaItem


def read(session):
    db.session.expire_all()
    found = db.session.query(AgendaItem).filter_by(training_session_id=session.id).order_by(AgendaItem.position)
    return [
        (
            item.meeting.date.day if item.meeting else None, item.part, item.start_time, item.end_time, item.track,
            item.text.in_language("fr"), item.text.in_language("en"),
            [(led.facilitator.name, led.role) for led in item.in_order],
            [body.name["fr"] for body in item.organizations],
        )
        for item in found
    ]  # fmt: skip


def titles(session):
    return [line[5] for line in read(session)]


def page_of(session):
    return here(session, "deroulement")


def a_day(**columns):
    """13 h 30 to 16 h 30, on Tuesday 1 December 2026."""
    session = factories.a_session("Journée", **columns)
    return on(session, MeetingPlan(date(2026, 12, 1), time(13, 30), time(16, 30)))


def on(session, *plans):
    with writing():
        place(session, plans)
    return session


def pasted(client, session, text, how="after"):
    return send(client, page_of(session), pasted=text, read=how)


def written(client, session, text):
    preview = pasted(client, session, text)
    assert preview.status_code == 200
    return send_again(client, page_of(session), preview)
