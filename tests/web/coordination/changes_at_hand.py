"""A published day whose agenda changes, and the letters about that."""

from dataclasses import replace
from datetime import time

import factories
from filling_in import plainly
from flask import current_app

from resal.actions import SYSTEM, scheduling
from resal.actions.scheduling import LinePlan
from resal.db import db
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Publication, TrainingSession


def publications(session):
    db.session.expire_all()
    return db.session.query(Publication).filter_by(training_session_id=session.id).order_by(Publication.number).all()


def line(text, session=None, **more):
    meeting = session.live_meetings[0].id if session else None
    return LinePlan({"fr": text, "en": ""}, meeting_id=meeting, **more)


def kept(session):
    """The plans of the lines as they are, by French title."""
    db.session.expire_all()
    return {
        item.text["fr"]: LinePlan(
            {"fr": item.text["fr"], "en": ""}, item.id, item.meeting_id, item.part, item.start_time, item.end_time,
            item.track, tuple((led.facilitator_id, led.role) for led in item.leaders),
        )
        for item in db.session.get(TrainingSession, session.id).agenda
    }  # fmt: skip


def write(session, *lines):
    db.session.expire_all()
    scheduling.write_agenda(session, lines, session.revision, SYSTEM)


def a_published_day(**columns):
    """Four lines led by Ana, Léo (without an address) and nobody, as they were published."""
    people = [factories.a_facilitator("Ana Silva", email="ana@resal.example"), factories.a_facilitator("Léo Roy")]
    session = factories.a_session("Haine en ligne", published=False, venue=factories.a_venue(), **columns)
    leaders = [((person.id, "speaker"),) for person in people]
    write(
        session, line("Accueil", session, start=time(10), end=time(10, 30)),
        line("Un", session, start=time(10, 30), leaders=leaders[0]),
        line("Deux", session, leaders=leaders[1]), line("Trois"),
    )  # fmt: skip
    scheduling.publish(session, SYSTEM)
    return session


def changed(session):
    """A new line, one moved, one reworded, one removed; « Accueil » stays."""
    before = kept(session)
    moved = replace(before["Un"], start=time(11), track="Salle 2")
    reworded = replace(before["Deux"], text={"fr": "Deux, et la suite", "en": ""})
    write(session, before["Accueil"], moved, reworded, line("Quatre", session, start=time(12)))


def letters(outbox):
    return {letter.to_name: letter for letter in outbox() if letter.kind == "changed"}


def text_of(letter):
    settings = current_app.extensions["resal"]
    message = render(letter, Stationery(settings.base_url, settings.secret_keys, settings.mail_from))
    return str(message["Subject"]), plainly(message.get_body(("plain",)).get_content())
