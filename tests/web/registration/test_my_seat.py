"""« Ma place »: see, correct, give up, take back, put in one's calendar."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from icalendar import Calendar

from resal import clock, tokens
from resal.db import db
from resal.language import dates
from resal.models import FeedToken, Registration
from resal.web import doors


def seat_of(app, registration):
    return f"/inscription/{tokens.issue(app.extensions['resal'].secret_keys, doors.SEAT, registration.nonce)}"


def state(registration):
    db.session.rollback()
    return db.session.get(Registration, registration.id).state


def test_d2_opening_the_links_of_a_letter_moves_nothing(client, app):
    registration = factories.a_registration()
    for door in ("", "/modifier", "/annuler", "/calendrier", "/agenda.ics"):
        assert client.get(seat_of(app, registration) + door).status_code == 200, door
    assert client.get(seat_of(app, registration) + "/retablir").status_code == 405
    assert state(registration) == "confirmed"


def test_a_seat_is_given_up_and_taken_back_with_two_buttons(client, app):
    registration = factories.a_registration()
    address = seat_of(app, registration)
    gone = client.get(submit(client, f"{address}/annuler", reason="schedule").location)
    assert state(registration) == "withdrawn"
    assert "Annuler ce désistement (10\u00a0minutes)" in gone.text
    client.post(f"{address}/retablir", data={"csrf_token": csrf_token(gone)})
    assert state(registration) == "confirmed"


def test_after_the_start_a_seat_is_kept_and_the_page_says_why(client, app):
    registration = factories.a_registration(factories.a_session(starts_in=timedelta(hours=-1)))
    address = seat_of(app, registration)
    answer = submit(client, f"{address}/annuler")
    assert "Cette rencontre a commencé." in client.get(answer.location).text
    assert state(registration) == "confirmed"


def test_details_are_corrected_and_errors_keep_what_was_typed(client, app):
    registration = factories.a_registration()
    address = f"{seat_of(app, registration)}/modifier"
    wrong = submit(client, address, name="", email="ana@maison.example", organization="École du Nord")
    assert (wrong.status_code, 'value="École du Nord"' in wrong.text) == (422, True)
    right = submit(
        client,
        address,
        name="Ana Silva-Roy",
        email="ana.roy@maison.example",
        organization="École du Nord",
        language="en",
    )
    assert right.status_code == 303
    db.session.rollback()
    person = db.session.get(Registration, registration.id).participant
    assert (person.name, person.email, person.organization_name, person.language) == (
        "Ana Silva-Roy", "ana.roy@maison.example", "École du Nord", "en",
    )  # fmt: skip


def test_b10_fields_nobody_offered_are_dropped(client, app):
    registration = factories.a_registration(factories.a_session(capacity=1), state="waiting")
    submit(
        client, f"{seat_of(app, registration)}/modifier", name="Ana", email="ana@maison.example", organization="École",
        state="confirmed", position="1", arrival="0", training_session_id="9", attended="1", over_capacity="y",
    )  # fmt: skip
    db.session.rollback()
    row = db.session.get(Registration, registration.id)
    assert (row.state, row.arrival, row.over_capacity) == ("waiting", 1, False)


def test_the_link_to_join_online_is_for_those_who_have_a_seat(client, app):
    session = factories.a_session(mode="online", link="https://visio.example/abc", capacity=1)
    seated, waiting = factories.a_registration(session), factories.a_registration(session, state="waiting")
    assert "https://visio.example/abc" in client.get(seat_of(app, seated)).text
    assert "https://visio.example/abc" not in client.get(seat_of(app, waiting)).text
    assert b"visio.example" in client.get(seat_of(app, seated) + "/agenda.ics").data
    assert b"visio.example" not in client.get(seat_of(app, waiting) + "/agenda.ics").data
    assert "visio.example" not in client.get(f"/rencontres/{session.id}.ics").text


def test_a_link_that_is_shown_late_is_on_the_page_alone_and_from_then_on(client, app, freeze):
    session = factories.a_session(mode="online", link="https://visio.example/abc", link_before=60)
    seat = seat_of(app, factories.a_registration(session))
    early = client.get(seat).text
    assert ("visio.example" in early, "Le lien sera sur cette page" in early) == (False, True)
    assert b"visio.example" not in client.get(seat + "/agenda.ics").data
    freeze(session.starts_at - timedelta(minutes=60))
    assert "https://visio.example/abc" in client.get(seat).text
    assert b"visio.example" not in client.get(seat + "/agenda.ics").data


def test_the_link_is_that_of_the_meeting_that_comes_next(client, app, freeze):
    session = factories.a_session(mode="online", link="https://visio.example/all", meetings=2)
    first, second = session.meetings
    second.link = "https://visio.example/second"
    seat = seat_of(app, factories.a_registration(session))
    assert "https://visio.example/all" in client.get(seat).text
    freeze(first.ends_at)
    assert "https://visio.example/second" in client.get(seat).text


def test_a_private_calendar_is_made_on_demand_shown_once_and_revoked(client, app):
    session = factories.a_session(mode="online", link="https://visio.example/abc")
    registration = factories.a_registration(session)
    page = f"{seat_of(app, registration)}/calendrier"
    shown = submit(client, page)
    address = shown.text.split('id="address" value="')[1].split('"')[0].removeprefix("http://127.0.0.1:8000")
    assert address not in client.get(page).text
    assert address.split("/")[-1].removesuffix(".ics") not in {row.token_hash for row in db.session.query(FeedToken)}
    feed = app.test_client().get(address)
    [event] = Calendar.from_ical(feed.data).walk("VEVENT")
    assert (feed.status_code, feed.headers["Cache-Control"]) == (200, "private, no-cache")
    assert "visio.example" in feed.text
    assert str(event["UID"]) == session.meetings[0].uid
    submit(client, page, revoke="1")
    gone = app.test_client().get(address)
    assert (gone.status_code, gone.mimetype) == (404, "text/plain")


@pytest.mark.parametrize("change", ["last", "purpose", "short", "long", "other"])
def test_c1_an_unknown_link_and_a_malformed_one_are_the_same_404(client, app, change):
    registration = factories.a_registration()
    real = seat_of(app, registration).removeprefix("/inscription/")
    keys = app.extensions["resal"].secret_keys
    wrong = {
        "last": real[:20] + ("A" if real[20] != "A" else "B") + real[21:],
        "purpose": tokens.issue(keys, doors.SPACE, registration.nonce),
        "short": real[:-1],
        "long": real + "A",
        "other": "é" * 43,
    }[change]
    answer = client.get(f"/inscription/{wrong}")
    missing = client.get("/inscription/" + "A" * 43)
    assert (answer.status_code, without_path(answer)) == (404, without_path(missing))


def test_c4_a_new_nonce_revokes_the_link(client, app):
    registration = factories.a_registration()
    address = seat_of(app, registration)
    registration.nonce = tokens.new_nonce()
    db.session.commit()
    assert client.get(address).status_code == 404


def test_a_cancelled_session_says_so_on_the_seat_with_the_reason(client, app):
    from resal.models import localized

    session = factories.a_session(cancelled_at=clock.now(), cancelled_reason=localized({"fr": "Tempête de neige"}))
    registration = factories.a_registration(session)
    page = client.get(seat_of(app, registration))
    assert "Cette rencontre est annulée." in page.text
    assert "Tempête de neige" in page.text


def test_when_it_is_over_the_seat_says_so_and_expects_nobody(client, app):
    registration = factories.a_registration(factories.a_session(starts_in=timedelta(days=-2)))
    page = client.get(seat_of(app, registration))
    assert "Cette rencontre est terminée." in page.text
    assert "On vous attend" not in page.text
    assert "Ajouter à mon agenda" not in page.text


def test_every_date_of_a_session_is_said_before_one_registers_and_before_one_leaves(client, app):
    session = factories.a_session(meetings=2)
    days = [dates.day_long(meeting.date) for meeting in session.meetings]
    registration = factories.a_registration(session)
    for path in (f"/rencontres/{session.id}/inscription", f"{seat_of(app, registration)}/annuler"):
        page = client.get(path)
        assert [day for day in days if day not in page.text] == [], path


def without_path(answer):
    """The page without its link to the other language, the one thing that repeats the address."""
    return [line for line in answer.text.splitlines() if "hreflang" not in line]
