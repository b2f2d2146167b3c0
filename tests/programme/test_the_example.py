"""The packaged example: facts that stay, and an invented near future that goes in one click."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from factories import a_participant, a_registration, a_session
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from resal import clock, example
from resal.actions import SYSTEM, Actor, Refusal, certifying, demonstrating, merging
from resal.actions.importing import import_programme
from resal.db import db, programme_version
from resal.example.coming import coming
from resal.models import (
    Attendance,
    Attestation,
    Base,
    Facilitator,
    Letter,
    Organization,
    Participant,
    Registration,
    TrainingSession,
    Venue,
    localized,
)
from resal.queries import approximate, promises
from resal.queries.exporting import export_programme

TEXTS = ("title", "summary", "objectives", "audience", "instructions", "cancelled_reason")


def test_an_empty_database_gets_facts_and_an_example_that_is_alive() -> None:
    assert (demonstrating.is_empty(), demonstrating.present()) == (True, False)
    report = demonstrating.load(SYSTEM)
    assert (demonstrating.is_empty(), demonstrating.present()) == (False, True)
    assert report["events"] == {"created": 17, "updated": 0}
    assert states() == {
        "exemple-conflit": "over", "exemple-lien": "open", "exemple-devoilement": "open", "exemple-haine": "open",
        "exemple-profilage": "cancelled", "exemple-sortir": "open", "exemple-supervision": "open",
        "exemple-journee": "draft", "exemple-familles": "open",
    }  # fmt: skip
    assert {session.mode for session in invented()} == {"in person", "online", "hybrid"}


def test_the_facts_are_those_of_the_file_whatever_is_invented_beside_them() -> None:
    demonstrating.load(SYSTEM)
    beside = export_programme(db.session())
    demonstrating.clear(SYSTEM)
    alone = export_programme(db.session())
    assert beside == alone
    assert import_programme(example.facts(), SYSTEM)["events"] == {"created": 0, "updated": 0}


def test_invented_people_keep_every_promise_and_are_owed_nothing() -> None:
    demonstrating.load(SYSTEM)
    assert list(promises.broken()) == []
    assert counted(Letter) == 0
    people = db.session.scalars(select(Participant)).all()
    assert all(person.example and person.email.endswith(".example") for person in people)
    assert all(
        person.email.endswith(".example") for person in db.session.scalars(select(Facilitator)) if person.example
    )


def test_a_session_is_full_with_people_in_line_and_another_counts_seats_by_way_of_taking_part() -> None:
    demonstrating.load(SYSTEM)
    assert registrations("exemple-devoilement") == {("in person", "confirmed"): 12, ("in person", "waiting"): 4,
                                                    ("in person", "withdrawn"): 1}  # fmt: skip
    assert registrations("exemple-sortir") == {("in person", "confirmed"): 11, ("online", "confirmed"): 9}
    assert registrations("exemple-supervision") == {("in person", "confirmed"): 3, ("in person", "requested"): 2}


def test_each_history_ends_in_the_state_and_nobody_arrives_before_the_one_ahead() -> None:
    demonstrating.load(SYSTEM)
    rows = db.session.scalars(
        select(Registration).order_by(Registration.training_session_id, Registration.arrival)
    ).all()
    assert all((row.history[-1].after, row.history[-1].at) == (row.state, row.changed_at) for row in rows)
    assert all(row.history[0].at == row.created_at <= row.changed_at < clock.now() for row in rows)
    arrivals = [(row.training_session_id, row.created_at) for row in rows]
    assert arrivals == sorted(arrivals)


def test_what_was_learned_yesterday_waits_to_be_read_over() -> None:
    demonstrating.load(SYSTEM)
    past = the_session("exemple-conflit")
    assert (past.attendance_closed_at is not None, past.ends_at < clock.now()) == (True, True)
    present = Counter(db.session.scalars(select(Attendance.status)))
    assert present == {"present": 11, "partial": 1, "excused": 1, "absent": 1}
    exported = export_programme(db.session())
    assert "exemple-conflit" not in {event["key"] for event in exported["events"]}


def test_all_is_in_both_languages_but_one_session() -> None:
    demonstrating.load(SYSTEM)
    lacking = {
        session.key for session in invented() for name in TEXTS
        if getattr(session, name) and getattr(session, name).status("en") != "current"
    }  # fmt: skip
    assert lacking == {"exemple-supervision"}
    assert all(
        venue.access.status("en") == "current" for venue in db.session.scalars(select(Venue).where(Venue.example))
    )


def test_loading_again_adds_nothing() -> None:
    demonstrating.load(SYSTEM)
    before = counts()
    assert demonstrating.load(SYSTEM)["events"] == {"created": 0, "updated": 0}
    assert counts() == {**before, "audit_entries": before["audit_entries"] + 1}


def test_one_click_leaves_the_facts_alone_and_nothing_invented() -> None:
    import_programme(example.facts(), SYSTEM)
    before = counts()
    demonstrating.load(SYSTEM)
    assert demonstrating.clear(SYSTEM)["events"] == 9
    assert counts() == {**before, "audit_entries": before["audit_entries"] + 2}
    assert (demonstrating.present(), demonstrating.is_empty()) == (False, False)
    assert set(demonstrating.clear(SYSTEM).values()) == {0}


def test_real_people_who_tried_an_invented_session_stay() -> None:
    demonstrating.load(SYSTEM)
    organization = db.session.scalars(select(Organization).where(Organization.key == "exemple-belvedere")).one()
    a_registration(the_session("exemple-lien"), a_participant("Ana Silva", organization_id=organization.id))
    demonstrating.clear(SYSTEM)
    assert [person.name for person in db.session.scalars(select(Participant))] == ["Ana Silva"]
    assert counted(Registration) == 0
    kept = db.session.scalars(select(Organization).where(Organization.key.startswith("exemple-"))).all()
    assert [(row.key, row.example) for row in kept] == [("exemple-belvedere", False)]


def test_attestations_of_invented_sessions_go_with_them() -> None:
    demonstrating.load(SYSTEM)
    assert certifying.issue_all(the_session("exemple-conflit"), SYSTEM) > 0
    assert demonstrating.clear(SYSTEM)["attestations"] > 0
    assert counted(Attestation) == 0


def test_a_real_session_keeps_its_venue_and_gives_the_seat_of_somebody_invented_to_the_next_in_line() -> None:
    demonstrating.load(SYSTEM)
    venue = db.session.scalars(select(Venue).where(Venue.key == "exemple-salle-tilleuls")).one()
    session = a_session(
        "Vraie", capacity=1, venue_id=venue.id, venue=venue, follows_id=the_session("exemple-conflit").id
    )
    a_registration(session, db.session.scalars(select(Participant)).first())
    waiting = a_registration(session, a_participant(), state="waiting")
    demonstrating.clear(SYSTEM)
    db.session.expire_all()
    assert (session.venue.key, session.venue.example, session.follows_id) == ("exemple-salle-tilleuls", False, None)
    assert waiting.state == "confirmed"
    assert list(promises.broken()) == []


def test_clearing_tells_pages_that_something_changed() -> None:
    demonstrating.load(SYSTEM)
    db.session.commit()
    before = programme_version()
    demonstrating.clear(SYSTEM)
    assert programme_version() > before


@given(st.dates(date(2026, 1, 1), date(2034, 12, 31)))
def test_wherever_today_is_the_future_is_ahead_and_on_working_days(today: date) -> None:
    past, *ahead, undated = (event for event in coming(today).programme["events"])
    days = [date.fromisoformat(part["date"]) for event in ahead for part in event.get("meetings", [event])]
    assert date.fromisoformat(past["date"]) < today < min(days)
    assert {day.weekday() for day in [date.fromisoformat(past["date"]), *days]} <= {0, 1, 2, 3, 4}
    until = approximate.last_day(localized({"fr": undated["date_known_as_fr"]}))
    assert timedelta(days=90) < until - today < timedelta(days=500)


@pytest.mark.parametrize("moment", ["2027-03-14T06:59:00Z", "2026-11-01T05:30:00Z", "2028-02-29T23:00:00Z"])
def test_the_example_keeps_its_promises_around_a_change_of_the_clocks_and_on_a_leap_day(
    freeze: Callable[[datetime], datetime], moment: str
) -> None:
    freeze(datetime.fromisoformat(moment))
    demonstrating.load(SYSTEM)
    assert list(promises.broken()) == []


def invented() -> list[TrainingSession]:
    return list(db.session.scalars(select(TrainingSession).where(TrainingSession.example).order_by(TrainingSession.id)))


def states() -> dict[str | None, str]:
    now = clock.now() + timedelta(seconds=1)
    return {session.key: session.registration_state(now) for session in invented()}


def the_session(key: str) -> TrainingSession:
    return db.session.scalars(select(TrainingSession).where(TrainingSession.key == key)).one()


def registrations(key: str) -> dict[tuple[str | None, str], int]:
    rows = db.session.scalars(select(Registration).where(Registration.training_session_id == the_session(key).id))
    return dict(Counter((row.mode, row.state) for row in rows))


def counted(model: type[Base]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def counts() -> dict[str, int]:
    """How many rows each table has."""
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_invented_people_and_organizations_that_were_merged_leave_with_the_others() -> None:
    demonstrating.load(SYSTEM)
    people = db.session.scalars(select(Participant).where(Participant.example).order_by(Participant.id)).all()
    bodies = db.session.scalars(select(Organization).where(Organization.example).order_by(Organization.id)).all()
    done = [
        merging.merge_people(people[0], people[1], {}, Actor("account")),
        merging.merge_organizations(bodies[0], bodies[1], {}, Actor("account")),
    ]
    assert list(promises.broken()) == []
    demonstrating.clear(SYSTEM)
    assert (counted(Participant), list(promises.broken())) == (0, [])
    for merge in done:
        with pytest.raises(Refusal):
            merging.undo(merge, Actor("account"))
