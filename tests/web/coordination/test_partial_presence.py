"""Somebody who arrives late or leaves early: for how long they were there, and what follows from it."""

from datetime import timedelta

import factories
import pytest
from filling_in import plainly, send
from harness.visitors import csrf_token, sign_in, submit
from sqlalchemy import select

from resal import clock
from resal.actions import Actor, attending
from resal.db import db
from resal.models import Attendance
from resal.queries import attestations
from resal.web import doors

TEAM = Actor("account")


def here(session):
    return f"/coordination/rencontres/{session.id}/presences"


def row_of(registration):
    return f"/coordination/presences/{registration.id}/{registration.training_session.live_meetings[0].id}"


def recorded(registration):
    db.session.expire_all()
    row = db.session.scalars(select(Attendance).filter_by(registration_id=registration.id)).one_or_none()
    return row and (row.status, row.minutes)


@pytest.fixture
def session():
    """From 9 h 30 to 12 h 30; it is 10 h."""
    return factories.a_session("Désamorcer", starts_in=timedelta(minutes=-30), capacity=30)


@pytest.fixture
def ana(session):
    return factories.a_registration(session, factories.a_participant("Ana Silva"))


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ({"duration": "45 min"}, 45), ({"duration": "1 h 30"}, 90), ({"arrived": "11:00"}, 90), ({"left": "10:15"}, 45),
        ({"arrived": "10:00", "left": "11:00"}, 60), ({"arrived": "09:00", "left": "10:00"}, 30),
        ({"arrived": "12:00", "left": "15:00"}, 30), ({"duration": "1 h", "left": "12:00"}, 60),
    ],
)  # fmt: skip
def test_a_duration_or_hours_are_kept_in_minutes_and_shown_on_the_row(signed_in, session, ana, typed, minutes):
    answer = send(signed_in, f"{row_of(ana)}/duree", **typed)
    assert (answer.status_code, answer.location.partition("#")[2]) == (303, f"p-{ana.id}")
    assert recorded(ana) == ("partial", minutes)
    shown = {45: "45 min", 90: "1 h 30", 60: "1 h", 30: "30 min"}[minutes]
    assert f"En partie, {shown}" in plainly(signed_in.get(here(session)).text)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "Écrivez une durée, ou l'heure d'arrivée ou de départ."),
        ({"duration": "3 h 01"}, "Cette date dure 3 h : écrivez une durée plus courte."),
        ({"duration": "999 h"}, "Cette date dure 3 h : écrivez une durée plus courte."),
        ({"duration": "-45 min"}, "Écrivez la durée avec son unité"), ({"duration": "2"}, "avec son unité"),
        ({"duration": "0 min"}, "au moins une minute"), ({"arrived": "25:00"}, "Écrivez l'heure comme 13:30"),
        ({"arrived": "11:00", "left": "10:00"}, "Le départ vient après l'arrivée."),
        ({"arrived": "12:30"}, "Cette arrivée vient après la fin."),
        ({"left": "09:30"}, "Ce départ vient avant le début."),
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_is_refused_in_a_sentence_and_stays_typed(signed_in, ana, typed, said):
    answer = send(signed_in, f"{row_of(ana)}/duree", **typed)
    assert (answer.status_code, recorded(ana)) == (422, None)
    assert said in plainly(answer.text)
    assert all(f'value="{value}"' in answer.text for value in typed.values())


def test_the_whole_time_is_a_presence(signed_in, ana):
    send(signed_in, f"{row_of(ana)}/duree", duration="3 h")
    assert recorded(ana) == ("present", None)


def test_nobody_was_at_what_is_to_come_or_at_another_session(signed_in, ana):
    coming = factories.a_registration(factories.a_session(starts_in=timedelta(days=1)))
    assert "n'a pas commencé" in plainly(send(signed_in, f"{row_of(coming)}/duree", duration="1 h").text)
    other = factories.a_session().live_meetings[0].id
    assert signed_in.get(f"/coordination/presences/{ana.id}/{other}/duree").status_code == 404
    assert (recorded(ana), recorded(coming)) == (None, None)


def test_hours_that_nobody_wrote_down_need_a_duration(signed_in):
    session = factories.a_session(starts_in=timedelta(days=-1))
    session.meetings[0].start_time = session.meetings[0].end_time = None
    session.place_in_time()
    db.session.commit()
    bo = factories.a_registration(session)
    assert "ne sont pas connues" in plainly(send(signed_in, f"{row_of(bo)}/duree", left="11:00").text)
    assert "24 heures au plus" in plainly(send(signed_in, f"{row_of(bo)}/duree", duration="25 h").text)
    send(signed_in, f"{row_of(bo)}/duree", duration="2 h")
    assert recorded(bo) == ("partial", 120)


def test_past_midnight_the_hours_are_those_of_the_night(signed_in, freeze):
    session = factories.a_session(starts_in=timedelta(hours=12), lasts=timedelta(hours=4))
    bo = factories.a_registration(session)
    freeze(clock.now() + timedelta(days=1))
    send(signed_in, f"{row_of(bo)}/duree", arrived="23:00", left="01:00")
    assert recorded(bo) == ("partial", 120)


def test_somebody_who_leaves_was_there_from_their_arrival_until_now(signed_in, session, ana, freeze):
    start = session.starts_at
    freeze(start + timedelta(minutes=20))
    submit(signed_in, here(session), to=row_of(ana), status="present")
    freeze(start + timedelta(minutes=80))
    submit(signed_in, here(session), to=row_of(ana), status="left")
    assert recorded(ana) == ("partial", 60)
    bo = factories.a_registration(session)
    submit(signed_in, here(session), to=row_of(bo), status="left")
    assert recorded(bo) == ("partial", 80)


@pytest.mark.parametrize(("minutes", "said"), [(-10, "à peine"), (200, "est terminée")])
def test_nobody_leaves_before_it_began_or_once_it_is_over(signed_in, session, ana, freeze, minutes, said):
    freeze(session.starts_at + timedelta(minutes=minutes))
    page = signed_in.get(here(session))
    assert "Part maintenant" not in page.text
    data = {"csrf_token": csrf_token(page), "status": "left"}
    refused = signed_in.post(row_of(ana), data=data, headers={"Accept": "application/json"})
    assert (refused.status_code, said in refused.json["refused"]) == (409, True)
    assert recorded(ana) is None


def test_a_tap_that_waited_for_the_network_counts_from_when_it_was_made(signed_in, session, ana):
    submit(signed_in, here(session), to=row_of(ana), status="present", waited="600")
    record = db.session.scalars(select(Attendance)).one()
    assert abs(record.arrived_at - (clock.now() - timedelta(minutes=10))) < timedelta(seconds=5)


@pytest.mark.parametrize("waited", ["-5", "x", "999999999", "1e3", "٣", ""])
def test_a_wait_that_cannot_be_counts_as_none(signed_in, session, ana, waited):
    submit(signed_in, here(session), to=row_of(ana), status="present", waited=waited)
    record = db.session.scalars(select(Attendance)).one()
    assert clock.now() - record.arrived_at < timedelta(seconds=5)


def test_k12_a_tap_that_waited_never_undoes_what_was_recorded_since(app, signed_in, session, ana):
    other = sign_in(app.test_client(), factories.an_account("host"))
    submit(other, here(session), to=row_of(ana), status="excused")
    submit(signed_in, here(session), to=row_of(ana), status="present", waited="600")
    assert recorded(ana) == ("excused", None)


def test_a_tap_that_waited_holds_over_an_absence_drawn_from_the_end_of_the_list(signed_in, session, ana):
    attending.close(session, TEAM)
    assert recorded(ana) == ("absent", None)
    submit(signed_in, here(session), to=row_of(ana), status="present", waited="600")
    assert recorded(ana) == ("present", None)


def test_the_page_of_the_place_says_what_was_noted_once_it_has_begun(app, client, session, ana):
    with app.test_request_context():
        mine = f"/inscription/{doors.seat_token(ana.nonce)}"
    assert "Rien de noté" in client.get(mine).text
    attending.mark_part(ana, session.live_meetings[0], attending.Stay(minutes=90), TEAM)
    page = plainly(client.get(mine).text)
    assert ("Votre présence" in page, "En partie, 1 h 30" in page) == (True, True)
    english = client.get(mine.replace("/inscription/", "/en/registration/")).text
    assert "In part, 1\u00a0h\u00a030\u00a0min" in english
    coming = factories.a_registration(factories.a_session())
    with app.test_request_context():
        theirs = f"/inscription/{doors.seat_token(coming.nonce)}"
    assert "Votre présence" not in client.get(theirs).text


def test_the_real_hours_decide_of_the_attestation(freeze):
    session = factories.a_session(
        starts_in=timedelta(hours=-4), attendance_closed_at=clock.now(),
        attestation_rule={"of": "session", "count": "hours", "least": 2},
    )  # fmt: skip
    place = factories.a_registration(session)
    for minutes, state in ((119, "waiting"), (120, "ready")):
        attending.mark_part(place, session.live_meetings[0], attending.Stay(minutes=minutes), TEAM)
        assert attestations.of_registration(place).state == state


def test_b1_readers_note_no_duration_and_d1_neither_does_a_form_without_its_token(app, signed_in, ana):
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    assert reader.get(f"{row_of(ana)}/duree").status_code == 403
    assert signed_in.post(f"{row_of(ana)}/duree", data={"duration": "1 h"}).status_code == 400
    assert recorded(ana) is None
