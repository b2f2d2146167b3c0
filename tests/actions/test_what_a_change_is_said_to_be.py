"""What a change is said to be: of the hours, the date, the place, how people meet, or a first date."""

import factories
import pytest
from telling_at_hand import DAYS, TEAM, a_room, announcements, letters, move

from resal import clock
from resal.actions import scheduling
from resal.actions.scheduling import DELAY
from resal.db import db
from resal.delivery.worker import deliver_due
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Entry, localized
from resal.queries.calendar_entries import location


@pytest.mark.parametrize("mode", ["online", "hybrid"])
def test_meeting_otherwise_is_told_like_a_move_and_calendars_follow(app, freeze, mode):
    session, start = a_room(1), freeze(clock.now())
    sequence = session.live_meetings[0].sequence
    scheduling.reschedule(session, scheduling.MovePlan.of(session, mode=mode), session.revision, TEAM)
    freeze(start + DELAY)
    deliver_due(app.extensions["resal"])
    [letter] = letters("sent")
    where = {
        "online": ["En ligne"],
        "hybrid": ["Centre St-Pierre", "2405, boulevard Rosemont, Rosemont, Montréal", "ou en ligne"],
    }[mode]
    assert (letter.kind, letter.facts["before"]["changed"], letter.facts["where"]) == ("moved", "way", where)
    if mode == "online":
        assert (session.live_meetings[0].sequence, letter.facts["entries"][0]["location"]) == (sequence + 1, "En ligne")
        assert location(session.live_meetings[0], "en") == "Online"


def subject(app):
    settings = app.extensions["resal"]
    paper = Stationery(settings.base_url, settings.secret_keys, settings.mail_from, settings.mail_reply_to)
    message = render(letters("sent")[-1], paper)
    text = message.get_body(("plain",)).get_content().replace("\u00a0", " ").replace("\u202f", " ")
    return message["Subject"].replace("\u00a0", " ").replace("\u202f", " "), text.split("\n")[0]


def test_hours_alone_that_change_are_said_to_be_hours(app, freeze):
    session, start = a_room(1), freeze(clock.now())
    move(session, DAYS[0], 10, 14)
    freeze(start + DELAY)
    deliver_due(app.extensions["resal"])
    assert subject(app) == (
        "Changement d'heure : Haine en ligne du 1er décembre, maintenant 10 h à 14 h (avant : 10 h à 13 h)".replace(
            "'", "’"
        ),
        "Nouvelle heure, le 1er décembre : 10 h à 14 h (avant : 10 h à 13 h).",
    )


def test_a_first_date_is_told_as_fixed_and_not_as_moved(app, freeze):
    start = freeze(clock.now())
    session = factories.a_session("Soirée", starts_in=None, date_known_as=localized({"fr": "Février 2027"}))
    factories.a_registration(session, factories.a_participant("Ana", email="ana@m.example"))
    move(session, DAYS[1])
    assert (session.moved_at, [one.kind for one in announcements()]) == (None, ["dated"])
    assert db.session.query(Entry).order_by(Entry.id.desc()).first().deed == "session.dated"
    freeze(start + DELAY)
    deliver_due(app.extensions["resal"])
    assert subject(app) == (
        "La date est fixée : Soirée, jeu. 10 décembre, 13 h",
        "La date est fixée : jeudi 10 décembre 2026, 13 h à 15 h.",
    )


def test_a_rehearsed_action_leaves_nothing_behind(app):
    session = a_room(2)
    seen = scheduling.rehearse(
        lambda owed: [one.facts["reason"] for one in owed], scheduling.cancel, session, {"fr": "Une panne"}, TEAM
    )
    assert (seen, session.cancelled, letters(), announcements()) == (["Une panne"] * 2, False, [], [])


def test_the_form_of_a_published_session_does_not_change_how_people_meet(app):
    session = a_room()
    plan = scheduling.SessionPlan(title={"fr": "Haine en ligne"}, mode="online", capacity=10)
    scheduling.edit(session, plan, session.revision, TEAM)
    assert session.mode == "in person"


def test_who_takes_part_online_is_not_told_of_another_hall(app, freeze):
    session, start = a_room(0), freeze(clock.now())
    session.mode, session.capacity_online = "hybrid", 10
    for name, way in (("Ana", "in person"), ("Bo", "online")):
        person = factories.a_participant(name, email=f"{name}@m.example")
        factories.a_registration(session, person, mode=way)
    elsewhere = factories.a_venue("Maison des jeunes").id
    scheduling.reschedule(session, scheduling.MovePlan.of(session, venue_id=elsewhere), session.revision, TEAM)
    freeze(start + DELAY)
    deliver_due(app.extensions["resal"])
    assert [letter.to_name for letter in letters()] == ["Ana"]
    move(session, DAYS[1])
    freeze(start + 2 * DELAY)
    deliver_due(app.extensions["resal"])
    assert [(one.to_name, one.facts["before"]["where"][0]) for one in letters("sent")[1:]] == [
        ("Ana", "Maison des jeunes"),
        ("Bo", "En ligne"),
    ]
