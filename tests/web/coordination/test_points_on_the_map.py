"""A venue has a point on the map, pasted as online maps give it."""

import factories
import pytest
from filling_in import fields_of, plainly, send
from hypothesis import given
from hypothesis import strategies as st

from resal.db import db
from resal.web.forms import points

NEW = "/coordination/lieux/nouveau"
WAYS = ("45.5231, -73.5817", "45.5231 -73.5817", "45,5231; -73,5817", "45,5231, -73,5817", "45.5231,\u221273.5817")
NONSENSE = ("45.5", "91, 0", "0, 181", "nan, nan", "inf, 0", "1e2, 3", "ici", "1, 2, 3", "٤٥.٥ ٧٣", "45.5°N 73.5°W")


def venue():
    db.session.expire_all()
    return db.session.query(factories.Venue).one()


@pytest.mark.parametrize(
    "pasted",
    ["45.5231, -73.5817", "45.5231 -73.5817", "45,5231; -73,5817", "45,5231, -73,5817", "45.5231,\u221273.5817"],
)
def test_a_point_is_read_however_maps_write_it(signed_in, pasted):
    assert send(signed_in, NEW, name="Salle", point=pasted).status_code == 303
    assert (venue().latitude, venue().longitude) == (45.5231, -73.5817)
    page = signed_in.get(f"/coordination/lieux/{venue().id}")
    assert fields_of(page)["point"] == "45.5231, -73.5817"
    send(signed_in, f"/coordination/lieux/{venue().id}", point="")
    assert (venue().latitude, venue().longitude) == (None, None)


@pytest.mark.parametrize(
    "pasted",
    ["45.5", "91, 0", "0, 181", "nan, nan", "inf, 0", "1e2, 3", "ici", "1, 2, 3", "٤٥.٥ ٧٣", "45.5231°N 73.5817°W"],
)
def test_what_is_no_point_is_said_and_kept(signed_in, pasted):
    page = send(signed_in, NEW, name="Salle", point=pasted)
    assert page.status_code == 422
    assert "Collez la latitude puis la longitude" in plainly(page.text)
    assert fields_of(page)["point"] == pasted
    assert db.session.query(factories.Venue).count() == 0


@given(st.floats(-90, 90), st.floats(-180, 180))
def test_any_point_written_is_read_again(latitude, longitude):
    there = (round(latitude, 6) + 0.0, round(longitude, 6) + 0.0)
    text = f"{there[0]:.6f}, {there[1]:.6f}"
    assert points.read(text) == there
    assert points.read(text.replace(".", ",")) == there


def test_calendars_follow_the_point(signed_in):
    place = factories.a_venue("Salle")
    session = factories.a_session(venue=place)
    before = session.live_meetings[0].sequence
    send(signed_in, f"/coordination/lieux/{place.id}", point="45.5231, -73.5817")
    db.session.expire_all()
    assert session.live_meetings[0].sequence == before + 1
    assert "GEO:45.523100;-73.581700" in signed_in.get(f"/rencontres/{session.id}.ics").text
