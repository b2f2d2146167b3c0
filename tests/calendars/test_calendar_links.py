"""The addresses other calendars understand."""

from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from calendar_samples import THREE_DAYS, WORKSHOP
from calendar_strategies import entries, unhurried
from hypothesis import given

from resal.calendars.links import (
    HOME_OUTLOOK,
    google_add,
    google_subscribe,
    outlook_add,
    outlook_subscribe,
    webcal,
)
from resal.calendars.wording import details, place, title

FEED = "https://formations.example.org/series/3.ics?langue=fr"


def query(address):
    return dict(parse_qsl(urlsplit(address).query))


def test_google_is_told_the_moments_in_utc_and_the_zone_to_show():
    address = google_add(WORKSHOP)
    assert address.startswith("https://calendar.google.com/calendar/render?action=TEMPLATE&")
    assert query(address) == {
        "action": "TEMPLATE",
        "text": title(WORKSHOP),
        "dates": "20261202T183000Z/20261202T210000Z",
        "ctz": "America/Toronto",
        "details": details(WORKSHOP),
        "location": place(WORKSHOP),
    }


def test_outlook_is_told_the_moments_in_utc_and_blanks_without_plus_signs():
    address = outlook_add(WORKSHOP)
    assert address.startswith("https://outlook.office.com/calendar/action/compose?rru=addevent&")
    assert "+" not in address
    assert query(address) == {
        "rru": "addevent",
        "subject": title(WORKSHOP),
        "startdt": "2026-12-02T18:30:00Z",
        "enddt": "2026-12-02T21:00:00Z",
        "allday": "false",
        "body": details(WORKSHOP),
        "location": place(WORKSHOP),
    }


def test_whole_days_end_the_day_after():
    assert query(google_add(THREE_DAYS))["dates"] == "20270505/20270508"
    asked = query(outlook_add(THREE_DAYS, HOME_OUTLOOK))
    assert [asked[name] for name in ("startdt", "enddt", "allday")] == ["2027-05-05", "2027-05-08", "true"]


def test_long_details_are_cut_and_keep_the_page():
    long = replace(WORKSHOP, description="mot " * 1000)
    text = query(google_add(long))["details"]
    assert len(text) < 1100
    assert text.endswith(f"mot…\n\n{WORKSHOP.url}")


@unhurried
@given(entries())
def test_f5_no_text_can_add_a_parameter(entry):
    names = ["action", "text", "dates", "ctz", "details", "location"]
    asked = [name for name, _ in parse_qsl(urlsplit(google_add(entry)).query)]
    assert asked == [name for name in names if name in asked]
    assert google_add(entry).isascii()


def test_apple_takes_webcal():
    assert webcal(FEED) == "webcal://formations.example.org/series/3.ics?langue=fr"
    assert webcal("http://127.0.0.1:8000/calendrier.ics") == "webcal://127.0.0.1:8000/calendrier.ics"


@pytest.mark.parametrize("url", ["ftp://example.org/a", "https:/a", "/calendrier.ics", "javascript:a://"])
def test_only_web_addresses_become_webcal(url):
    with pytest.raises(ValueError, match="not a web address"):
        webcal(url)


def test_google_takes_webcal_escaped():
    assert google_subscribe(FEED) == (
        "https://calendar.google.com/calendar/r"
        "?cid=webcal%3A%2F%2Fformations.example.org%2Fseries%2F3.ics%3Flangue%3Dfr"
    )


def test_outlook_takes_https_and_a_name():
    assert outlook_subscribe(FEED, "Série été") == (
        "https://outlook.office.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fformations.example.org%2Fseries%2F3.ics%3Flangue%3Dfr&name=S%C3%A9rie%20%C3%A9t%C3%A9"
    )
