"""Feeds as calendar clients meet them."""

import gzip
from datetime import timedelta

import factories
import pytest
from icalendar import Calendar

from resal import clock
from resal.actions import Actor, directory, scheduling
from resal.db import db

TEAM = Actor("account")


def events(answer):
    return {str(event["UID"]): event for event in Calendar.from_ical(answer.data).walk("VEVENT")}


@pytest.mark.parametrize("address", ["/calendrier.ics", "/en/calendar.ics"])
def test_an_empty_feed_is_a_valid_calendar(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert [part.name for part in Calendar.from_ical(answer.data).subcomponents] == ["VTIMEZONE"]


def test_no_feed_reads_or_sets_a_cookie(client):
    factories.a_session()
    client.set_cookie("resal", "anything")
    answer = client.get("/calendrier.ics")
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers["Vary"]


def test_head_says_the_same_as_get_without_the_calendar(client):
    factories.a_session()
    got, asked = client.get("/calendrier.ics"), client.head("/calendrier.ics")
    assert (asked.status_code, asked.data) == (200, b"")
    assert dict(asked.headers) == dict(got.headers)


def test_two_readings_are_the_same_bytes_and_the_second_needs_none(client):
    factories.a_session()
    first = client.get("/calendrier.ics")
    assert client.get("/calendrier.ics").data == first.data
    by_tag = client.get("/calendrier.ics", headers={"If-None-Match": first.headers["ETag"]})
    by_date = client.get("/calendrier.ics", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert (by_tag.status_code, by_tag.data, by_date.status_code) == (304, b"", 304)
    assert first.headers["ETag"].startswith('W/"')


def test_compressed_and_plain_are_one_state(client):
    factories.a_session()
    plain = client.get("/calendrier.ics")
    packed = client.get("/calendrier.ics", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] == plain.headers["ETag"]


def test_a_moved_meeting_keeps_its_identity_and_raises_its_revision(client, freeze):
    session = factories.a_session()
    before = events(client.get("/calendrier.ics"))
    freeze(clock.now() + timedelta(minutes=5))
    plan = scheduling.MeetingPlan(session.meetings[0].date + timedelta(days=1), session.meetings[0].start_time)
    scheduling.reschedule(
        session, scheduling.MovePlan.of(session, meetings=[plan], venue_id=None, link=""), session.revision, TEAM
    )
    after = events(client.get("/calendrier.ics"))
    [uid] = before
    assert list(after) == [uid]
    assert (before[uid]["SEQUENCE"], after[uid]["SEQUENCE"]) == (0, 1)
    assert after[uid]["LAST-MODIFIED"].dt > before[uid]["LAST-MODIFIED"].dt
    assert after[uid]["DTSTAMP"].dt == after[uid]["LAST-MODIFIED"].dt


def test_an_edit_that_shows_nowhere_leaves_the_bytes_alone(client):
    session = factories.a_session()
    before = client.get("/calendrier.ics").data
    session.capacity = 9
    db.session.commit()
    assert client.get("/calendrier.ics").data == before


def test_a_new_address_of_the_venue_reaches_the_calendars(client):
    venue = factories.a_venue("Centre Est")
    factories.a_session(venue_id=venue.id)
    before = events(client.get("/calendrier.ics"))
    plain = {"name": "Centre Est", "address": "1, rue Neuve", "borough": "Rosemont", "city": "Montréal"}
    directory.save_venue(venue, {}, plain, TEAM)
    after = events(client.get("/calendrier.ics"))
    [uid] = before
    assert "1, rue Neuve" in str(after[uid]["LOCATION"])
    assert after[uid]["SEQUENCE"] == before[uid]["SEQUENCE"] + 1


def test_a_cancelled_session_stays_with_its_prefix(client):
    session = factories.a_session("Haine en ligne")
    scheduling.cancel(session, {"fr": "Tempête"}, TEAM)
    [event] = events(client.get("/calendrier.ics")).values()
    assert (str(event["STATUS"]), str(event["SUMMARY"])) == ("CANCELLED", "ANNULÉ – Haine en ligne")
    [event] = events(client.get("/en/calendar.ics")).values()
    assert str(event["SUMMARY"]).startswith("CANCELLED – ")


def test_an_unpublished_session_stays_cancelled_thirty_days_then_goes(client, freeze):
    session = factories.a_session(starts_in=timedelta(days=90))
    scheduling.unpublish(session, TEAM)
    [event] = events(client.get("/calendrier.ics")).values()
    assert str(event["STATUS"]) == "CANCELLED"
    freeze(clock.now() + timedelta(days=31))
    assert events(client.get("/calendrier.ics")) == {}


def test_b7_a_draft_an_unlisted_and_a_confidential_session_leave_no_trace(client):
    for columns in ({"published": False}, {"visibility": "unlisted"}, {"visibility": "confidential"}):
        session = factories.a_session(**columns)
        assert events(client.get("/calendrier.ics")) == {}, columns
        answer = client.get(f"/rencontres/{session.id}.ics")
        assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_twelve_months_back_and_all_to_come(client):
    kept = [factories.a_session(starts_in=timedelta(days=days)) for days in (-300, 5, 900)]
    factories.a_session(starts_in=timedelta(days=-400))
    assert set(events(client.get("/calendrier.ics"))) == {session.meetings[0].uid for session in kept}


def test_parts_of_the_programme_have_feeds_of_their_own(client):
    series, theme, organization = factories.a_series(), factories.a_theme(), factories.an_organization()
    facilitator = factories.a_facilitator()
    mine = factories.a_session(
        series_id=series.id, themes=[theme], facilitators=[facilitator], organizers=[organization],
        languages=["en"], mode="online",
    )  # fmt: skip
    factories.a_session()
    uid = {mine.meetings[0].uid}
    for address in (
        f"/series/{series.id}.ics", f"/themes/{theme.id}.ics", f"/reseau/animation/{facilitator.id}.ics",
        f"/reseau/organismes/{organization.id}.ics", f"/rencontres/{mine.id}.ics", "/calendrier.ics?langue=en",
        "/calendrier.ics?mode=online", f"/en/series/{series.id}.ics", f"/en/themes/{theme.id}.ics",
        f"/en/network/facilitators/{facilitator.id}.ics", f"/en/network/organizations/{organization.id}.ics",
        f"/en/sessions/{mine.id}.ics", "/en/calendar.ics?langue=en",
    ):  # fmt: skip
        assert set(events(client.get(address))) == uid, address
    assert len(events(client.get("/calendrier.ics?unknown=1&mode=nonsense"))) == 2


@pytest.mark.parametrize(
    "address", ["/series/999.ics", "/themes/0.ics", "/rencontres/99999999999999999999.ics", "/moi/x.ics"]
)
def test_an_unknown_feed_is_a_404_in_plain_text_never_a_sign_in_page(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_the_number_of_statements_does_not_grow_with_the_events(client, queries):
    def count():
        with queries() as sent:
            client.get("/calendrier.ics")
        return len(sent)

    def some(number):
        for _ in range(number):
            factories.a_session(
                venue_id=factories.a_venue().id, facilitators=[factories.a_facilitator()], themes=[factories.a_theme()]
            )

    some(1)
    one = count()
    some(29)
    assert count() == one


def test_one_bad_event_never_blanks_a_feed(client, caplog):
    good, bad = factories.a_session(), factories.a_session()
    bad.meetings[0].uid = f"pas une identité {good.meetings[0].uid}"
    db.session.commit()
    assert set(events(client.get("/calendrier.ics"))) == {good.meetings[0].uid}
    assert "is left out" in caplog.text
