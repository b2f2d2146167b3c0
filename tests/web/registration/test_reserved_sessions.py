"""A circle reserved to those who attended: its form tells nobody who did."""

import re
from datetime import date, time, timedelta

import factories
from flask import Flask

from resal import clock
from resal.actions import Actor, scheduling
from resal.actions.scheduling import MeetingPlan
from resal.db import db
from resal.models import Attendance, Letter
from resal.web import doors

TEAM = Actor("account")


def a_circle():
    """Published, after a training that Ana Silva attended."""
    training = factories.a_session("Trauma migratoire", starts_in=-timedelta(days=7))
    ana = factories.a_registration(training, factories.a_participant("Ana Silva", email="ana@maison.example"))
    came = {"registration_id": ana.id, "meeting_id": training.meetings[0].id, "status": "present"}
    db.session.add(Attendance(**came, recorded_at=clock.now()))
    db.session.commit()
    circle = scheduling.follow(training, [MeetingPlan(date(2027, 1, 12), time(18), time(20))], TEAM)
    circle.venue_id = factories.a_venue().id
    db.session.commit()
    return scheduling.publish(circle, TEAM)


def test_h1_the_answer_is_alike_for_who_attended_and_for_a_stranger(app: Flask):
    """What the browser gets is the same; what is true goes to the address alone."""
    circle = a_circle()
    with app.test_request_context():
        key = doors.access_token(circle)
    pages = [page_after_registering(app, circle.id, key, name) for name in ("Ana Silva", "Zoe Silva")]
    assert pages[0].replace("Ana", "Zoe").replace("ana@", "zoe@") == pages[1]
    assert "Votre demande est reçue" in pages[0]
    assert [letter.kind for letter in db.session.query(Letter).order_by(Letter.id)] == ["confirmed", "requested"]


def page_after_registering(app: Flask, number: int, key: str, name: str) -> str:
    """What somebody sees then; references and tokens aside, which are of each."""
    client, address = app.test_client(), f"/rencontres/{number}/inscription?cle={key}"
    form = client.get(address)
    assert "pour les personnes qui ont suivi «\u00a0Trauma migratoire\u00a0»" in form.text
    [token] = re.findall(r'name="csrf_token" value="([^"]+)"', form.text)
    person = {"name": name, "email": f"{name.split(maxsplit=1)[0].lower()}@maison.example", "organization": "Maison"}
    answer = client.post(address, data={"csrf_token": token, "language": "fr", **person})
    assert answer.status_code == 303
    seen = client.get(answer.location).text.replace(answer.location.split("/")[-1], "")
    return re.sub(r"R-[2-9A-Z]{4}|csrf_token\" value=\"[^\"]+", "", seen)
