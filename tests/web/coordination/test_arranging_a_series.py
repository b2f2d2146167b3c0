"""The page of a series: its sessions in order, and one more like the last."""

from datetime import timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send
from harness.visitors import csrf_token

from resal.db import db
from resal.models import Entry, Series, TrainingSession


def a_series_of(*weeks, **columns):
    series = factories.a_series()
    sessions = [
        factories.a_session(f"Atelier {week}", starts_in=week and timedelta(weeks=week), series_id=series.id, **columns)
        for week in weeks
    ]
    return series, sessions


def page_of(series):
    return f"/coordination/series/{series.id}"


def press(client, series, **button):
    token = csrf_token(client.get(page_of(series)))
    return client.post(f"{page_of(series)}/ordre", data={"csrf_token": token, **button})


def numbers():
    db.session.expire_all()
    rows = db.session.query(TrainingSession).order_by(TrainingSession.id)
    return [row.number_in_series for row in rows]


def test_one_button_numbers_the_sessions_in_the_order_of_their_dates(signed_in):
    series, _ = a_series_of(3, None, 1, -2)
    assert press(signed_in, series, by="date").status_code == 303
    assert numbers() == [3, 4, 2, 1]
    page = plainly(signed_in.get(page_of(series)).text)
    assert [page.index(f"Atelier {week}<") for week in (-2, 1, 3, None)] == sorted(
        page.index(f"Atelier {week}<") for week in (-2, 1, 3, None)
    )
    assert [entry.deed for entry in db.session.query(Entry)] == ["account.signed_in", "series.numbered"]


def test_a_session_goes_up_and_down_by_one_place_and_no_further(signed_in):
    series, (first, second, third) = a_series_of(1, 2, 3)
    press(signed_in, series, up=str(third.id))
    assert numbers() == [1, 3, 2]
    press(signed_in, series, down=str(first.id))
    assert numbers() == [2, 3, 1]
    press(signed_in, series, down=str(second.id))
    press(signed_in, series, up=str(third.id))
    assert numbers() == [2, 3, 1]


@pytest.mark.parametrize("button", [{}, {"up": "x"}, {"up": "-1"}, {"by": "name"}, {"down": "٣"}])
def test_a_button_nobody_drew_is_refused(signed_in, button):
    series, _ = a_series_of(1, 2)
    assert press(signed_in, series, **button).status_code == 400
    assert numbers() == [None, None]


def test_a_session_of_another_series_does_not_move(signed_in):
    series, _ = a_series_of(1, 2)
    _, (stranger,) = a_series_of(1)
    press(signed_in, series, up=str(stranger.id))
    assert "n'est plus dans la série" in plainly(signed_in.get(page_of(series)).text)
    assert numbers() == [None, None, None]


def test_a_new_session_of_a_series_begins_like_the_last_one(signed_in):
    venue, theme, person = factories.a_venue(), factories.a_theme(), factories.a_facilitator()
    series, _ = a_series_of(
        1, number_in_series=4, venue_id=venue.id, themes=[theme], capacity=17, facilitators=[person]
    )
    form = fields_of(signed_in.get(f"/coordination/rencontres/nouvelle?serie={series.id}"))
    assert {name: form[name] for name in ("series_id", "number_in_series", "venue_id", "capacity", "title_fr")} == {
        "series_id": str(series.id), "number_in_series": "5", "venue_id": str(venue.id), "capacity": "17",
        "title_fr": "",
    }  # fmt: skip
    assert form.getlist("theme_ids") == [str(theme.id)]
    assert (form["leaders-0-facilitator_id"], form["meetings-0-date"], form["link"]) == (str(person.id), "", "")
    empty, _ = a_series_of()
    assert fields_of(signed_in.get(f"/coordination/rencontres/nouvelle?serie={empty.id}"))["number_in_series"] == "1"


@pytest.mark.parametrize("asked", ["x", "0", "99999999999999", "-1", "٣"])
def test_a_series_that_is_not_one_is_not_found(signed_in, asked):
    assert signed_in.get(f"/coordination/rencontres/nouvelle?serie={asked}").status_code == 404


def test_registering_to_the_whole_is_ticked_and_unticked(signed_in):
    series, _ = a_series_of(1)
    send(signed_in, page_of(series), register_whole="y")
    db.session.expire_all()
    assert db.session.get_one(Series, series.id).register_whole is True
    send(signed_in, page_of(series), register_whole=[])
    db.session.expire_all()
    assert db.session.get_one(Series, series.id).register_whole is False
