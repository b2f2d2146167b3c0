"""This session, this one and the following, or all: looked at, then done as a whole, one letter each."""

from datetime import UTC, date, datetime, time, timedelta

import factories
import pytest
from filling_in import fields_of, plainly, send, send_again
from sessions_at_hand import here

from resal import clock
from resal.actions import Actor, Refusal, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import SeriesChange
from resal.db import db
from resal.models import Announcement, Letter, Registration, TrainingSession, localized
from resal.queries.promises import broken

TEAM = Actor("account")
LETTERS = ("series_changed", "series_cancelled")


def a_series(*weeks, **columns):
    series = factories.a_series(register_whole=True)
    return series, [
        factories.a_session(f"Atelier {week}", starts_in=timedelta(weeks=week), series_id=series.id, **columns)
        for week in weeks
    ]


def person(name="Bilal", **more):
    return Typed(name, f"{name.lower()}@maison.example", "Maison", line=True, **more)


def days():
    db.session.expire_all()
    rows = db.session.query(TrainingSession).order_by(TrainingSession.id)
    return [row.live_meetings[0].date for row in rows]


def letters():
    db.session.expire_all()
    return db.session.query(Letter).filter(Letter.kind.in_(LETTERS)).order_by(Letter.id).all()


def change(session, scope, **what):
    seen = scheduling.mark(scheduling.meant(session, scope))
    return scheduling.change_several(session, scope, SeriesChange(**what), seen, TEAM)


def through_the_page(client, session, page="serie", **fields):
    look = send(client, here(session, page), **fields)
    return look, send_again(client, here(session, page), look, sure="1")


@pytest.mark.parametrize(("scope", "moved"), [("one", [1]), ("following", [1, 2]), ("all", [0, 1, 2])])
def test_what_is_chosen_moves_by_the_same_days_and_nothing_else(signed_in, scope, moved):
    _, sessions = a_series(1, 2, 3, -1)
    before = days()
    look, answer = through_the_page(signed_in, sessions[1], scope=scope, days=7)
    assert (look.status_code, answer.status_code) == (200, 303)
    week = timedelta(days=7)
    assert days() == [day + week if n in moved else day for n, day in enumerate(before)]
    assert ("déjà commencé" in plainly(look.text)) == (scope == "all")


def test_each_person_has_one_letter_of_what_is_theirs_in_their_language(signed_in):
    series, (first, second) = a_series(1, 2, capacity=1)
    registering.register_whole(series, person("Ana", language="en"))
    registering.register(second, person("Bilal"))
    _, answer = through_the_page(signed_in, first, scope="all", days=1, start="09:00")
    found = {letter.to_name: letter for letter in letters()}
    assert sorted(found) == ["Ana", "Bilal"]
    assert [len(found[name].facts["sessions"]) for name in ("Ana", "Bilal")] == [2, 1]
    assert (found["Ana"].language, found["Bilal"].language) == ("en", "fr")
    assert (found["Ana"].facts["calendar"], len(found["Ana"].facts["entries"])) == ("publish", 2)
    assert found["Bilal"].facts["calendar"] is None
    [row] = db.session.query(Announcement)
    assert (row.kind, row.series_id, row.leaves_at - row.made_at) == ("moved", series.id, timedelta(minutes=15))
    assert {letter.due_at for letter in found.values()} == {row.leaves_at}
    assert answer.location == f"/coordination/annonces/{row.id}"
    assert list(broken()) == []


def test_the_letters_are_stopped_before_they_leave_and_not_after(signed_in, freeze):
    _, (first, second) = a_series(1, 2)
    registering.register(first, person())
    announcement = change(first, "all", days=1)
    page = f"/coordination/annonces/{announcement.id}"
    assert "Un courriel part" in plainly(signed_in.get(page).text)
    assert send(signed_in, page, move="stop").status_code == 303
    assert [letter.state for letter in letters()] == ["cancelled"]
    assert "L'envoi est arrêté" in plainly(signed_in.get(page).text)
    registering.register(second, person())
    later = change(first, "all", days=1)
    open_page = signed_in.get(f"/coordination/annonces/{later.id}")
    freeze(clock.now() + timedelta(minutes=16))
    send_again(signed_in, f"/coordination/annonces/{later.id}", open_page, move="stop")
    assert [letter.state for letter in letters()][1:] == ["queued"]


def test_cancelling_several_leaves_the_past_and_the_cancelled_and_tells_each_person_once(signed_in):
    series, (past, first, second, off) = a_series(-1, 1, 2, 3)
    scheduling.cancel(off, {"fr": "Neige"}, TEAM)
    registering.register_whole(series, person())
    look, answer = through_the_page(
        signed_in, first, "serie/annuler", scope="all", reason_fr="Grève", reason_en="Strike"
    )
    said = plainly(look.text)
    assert ("Raison : Grève" in said, "Strike</p>" in said, answer.status_code) == (True, True, 303)
    assert "Le courriel part dans 15 minutes" in said
    db.session.expire_all()
    assert [row.cancelled_reason.get("fr") for row in (past, first, second, off)] == [None, "Grève", "Grève", "Neige"]
    [letter] = letters()
    assert (letter.kind, [one["id"] for one in letter.facts["sessions"]]) == ("series_cancelled", [first.id, second.id])
    assert letter.facts["reason"] == "Grève"


def test_fewer_seats_than_people_in_one_session_stop_everything_and_name_it(signed_in):
    _, (first, second) = a_series(1, 2, capacity=3)
    for name in ("Ana", "Bilal"):
        registering.register(second, person(name))
    look = send(signed_in, here(first, "serie"), scope="all", capacity=1, days=7)
    assert ("Impossible" in look.text, 'name="sure"' in look.text) == (True, False)
    before = days()
    with pytest.raises(Refusal, match="Atelier 2"):
        change(first, "all", capacity=1, days=7)
    db.session.expire_all()
    assert ([first.capacity, second.capacity], days(), letters()) == ([3, 3], before, [])
    change(first, "all", capacity=2)
    assert ([first.capacity, second.capacity], letters()) == ([2, 2], [])


def test_hours_stay_on_the_wall_when_clocks_change_and_impossible_ones_are_refused(freeze):
    freeze(datetime(2027, 3, 1, 15, 0, tzinfo=UTC))
    _, (first, second) = a_series(1, 2)  # Monday 8 and 15 March; clocks go forward on Sunday 14
    assert [row.live_meetings[0].start_time for row in (first, second)] == [time(10), time(11)]
    change(first, "one", days=7)
    assert (first.live_meetings[0].start_time, first.live_meetings[0].date) == (time(10), date(2027, 3, 15))
    assert first.starts_at == datetime(2027, 3, 15, 14, 0, tzinfo=UTC)
    with pytest.raises(Refusal, match=r"Atelier\s2.*n’existe pas"):
        change(second, "one", days=-1, start=time(2, 30), end=time(4))


def test_one_hour_alone_keeps_the_length_and_an_end_before_the_start_is_refused():
    _, (first, second) = a_series(1, 2)
    change(first, "all", start=time(9))
    assert {(m.start_time, m.end_time) for row in (first, second) for m in row.live_meetings} == {(time(9), time(12))}
    with pytest.raises(Refusal, match="doit suivre"):
        change(first, "all", end=time(8))


def test_texts_policy_place_and_people_change_together_and_what_is_empty_stays(signed_in):
    old, new = factories.a_facilitator(), factories.a_facilitator()
    _, (first, second) = a_series(
        1, 2, facilitators=[old], instructions=localized({"fr": "Avant", "en": "Before"}), city="Laval"
    )
    venue = factories.a_venue()
    through_the_page(
        signed_in, first, scope="all", venue_id=venue.id, registration="approval", instructions_fr="Après",
        leaders__0__facilitator_id=new.id, link="https://visio.example/x", tell=[],
    )  # fmt: skip
    db.session.expire_all()
    for row in (first, second):
        assert (row.venue_id, row.registration, row.link, row.city) == (
            venue.id,
            "approval",
            "https://visio.example/x",
            "Laval",
        )
        assert (row.instructions["fr"], row.instructions["en"], row.instructions.status("en")) == (
            "Après",
            "Before",
            "outdated",
        )
        assert [led.facilitator_id for led in row.facilitations] == [new.id]


def test_somebody_else_changed_the_series_meanwhile_and_nothing_is_done(signed_in):
    _, (first, second) = a_series(1, 2)
    before = days()
    look = send(signed_in, here(first, "serie"), scope="all", days=7)
    scheduling.change_several(
        second, "one", SeriesChange(capacity=9), scheduling.mark(scheduling.meant(second, "one")), TEAM
    )
    answer = send_again(signed_in, here(first, "serie"), look, sure="1")
    assert (answer.status_code, "a changé pendant" in plainly(answer.text), days()) == (422, True, before)
    assert fields_of(answer)["days"] == "7"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"days": "x"},
        {"days": "999999999999"},
        {"days": "-99999"},
        {"start": "25:00"},
        {"start": "10:00", "end": "09:00"},
        {"end": "10:00", "start": "10:00"},
        {"capacity": "0"},
        {"capacity": "-4"},
        {"capacity": "9" * 30},
        {"venue_id": "999"},
        {"link": "javascript:alert(1)"},
        {"registration": "maybe"},
        {"scope": "everything", "days": "1"},
        {"leaders__0__facilitator_id": "77"},
        {"instructions_fr": "a" * 10_001},
    ],
)
def test_what_makes_no_sense_is_said_and_nothing_changes(signed_in, fields):
    _, (first, _) = a_series(1, 2)
    before = days()
    answer = send(signed_in, here(first, "serie"), **{"scope": "all", **fields})
    refused = answer.status_code == 422 or 'name="sure"' not in answer.text
    assert (refused, days(), letters()) == (True, before, [])


def test_too_far_away_is_refused_for_each_session(signed_in):
    _, (first, _) = a_series(1, 2)
    look = send(signed_in, here(first, "serie"), scope="all", days=1829)
    assert ("Impossible" in look.text, 'name="sure"' in look.text) == (True, False)


def test_cancelling_without_a_reason_or_a_choice_is_refused(signed_in):
    _, (first, _) = a_series(1, 2)
    for fields in ({"reason_fr": ""}, {"reason_fr": "Grève", "scope": "none"}):
        assert send(signed_in, here(first, "serie/annuler"), **fields).status_code == 422
    assert db.session.query(TrainingSession).filter(TrainingSession.cancelled_at.is_not(None)).count() == 0


def test_a_session_alone_has_no_such_pages_and_one_of_a_series_offers_them(signed_in):
    alone, (_, [first]) = factories.a_session(), a_series(1)
    assert [signed_in.get(here(alone, page)).status_code for page in ("serie", "serie/annuler")] == [404, 404]
    for page in ("", "modifier", "deplacer"):
        assert f'href="{here(first, "serie")}"' in signed_in.get(here(first, page)).text
        assert "/serie" not in signed_in.get(here(alone, page)).text.split("<main")[1]
    assert f'href="{here(first, "serie/annuler")}"' in signed_in.get(here(first, "annuler")).text


def test_more_seats_for_all_promote_in_each_session_and_a_draft_tells_nobody(signed_in):
    series, (first, second) = a_series(1, 2, capacity=1)
    draft = factories.a_session(series_id=series.id, starts_in=timedelta(weeks=3), published=False)
    for name in ("Ana", "Bilal"):
        registering.register_whole(series, person(name))
    change(first, "all", capacity=2, days=1)
    assert [row.state for row in db.session.query(Registration)] == ["confirmed"] * 4
    assert {one["id"] for letter in letters() for one in letter.facts["sessions"]} == {first.id, second.id}
    assert draft.capacity == 2
    assert list(broken()) == []
