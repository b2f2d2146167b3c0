"""Two people become one, with their seats, presence and attestations, and two again when that was a mistake."""

from datetime import timedelta

import factories
import pytest
from merging_at_hand import GONE, KEPT, TOWN, everything, person, session_place, states, take

from resal import clock
from resal.actions import Refusal, attending, by, certifying, interest, merging, registering, subscribing
from resal.actions.registering import Typed
from resal.db import db
from resal.models import (
    Attendance,
    Attestation,
    Consent,
    FeedToken,
    Letter,
    Participant,
    Subscription,
)
from resal.queries.promises import broken
from resal.queries.roster_table import table


@pytest.fixture
def team(database):
    return by(factories.an_account())


def a_past_session(**columns):
    return factories.a_session(starts_in=timedelta(days=-9), **columns)


def test_the_better_place_stays_and_the_other_goes_to_the_next_in_line(team):
    session = factories.a_session(capacity=2)
    mine, twice = take(session, KEPT), take(session, GONE)
    next_one = take(session, ("Ana Silva", "ana@maison.example"))
    assert next_one.state == "waiting"
    merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert states(session) == ["confirmed", "merged", "confirmed"]
    assert twice.merged_into_id == mine.id
    assert {twice.participant_id, mine.participant_id} == {person(KEPT).id}
    told = [(one.kind, one.to_email) for one in db.session.query(Letter).order_by(Letter.id)][-2:]
    assert told == [("merged", KEPT[1]), ("promoted", "ana@maison.example")]
    assert list(broken()) == []


@pytest.mark.parametrize(("kept", "gone"), [("waiting", "confirmed"), ("requested", "waiting"), ("waiting", "waiting")])
def test_registered_over_waiting_and_the_first_in_line_over_the_last(team, kept, gone):
    session = factories.a_session(capacity=2)
    for state in ("confirmed", "waiting" if gone == "confirmed" else "confirmed"):
        factories.a_registration(session, state=state)
    second = factories.a_registration(session, factories.a_participant(*GONE[:1], email=GONE[1]), state=gone)
    first = factories.a_registration(session, factories.a_participant(KEPT[0], email=KEPT[1]), state=kept)
    merging.merge_people(first.participant, second.participant, {}, team)
    assert (first.state, second.state) == ("merged", gone)
    assert second.participant_id == first.participant_id == person(KEPT).id


def test_presence_is_that_of_both_and_present_wins(team):
    session = factories.a_session(starts_in=timedelta(minutes=1), meetings=3)
    mine, twice = take(session, KEPT), take(session, GONE)
    one, two, three = session.meetings
    for place, meeting, status in ((mine, one, "absent"), (twice, one, "present"), (twice, two, "partial")):
        attending.mark(place, meeting, status, team)
    attending.mark(mine, three, "present", team)
    attending.mark(twice, three, "excused", team)
    before = everything()
    merge = merging.merge_people(person(KEPT), person(GONE), {}, team)
    noted = db.session.query(Attendance).order_by(Attendance.meeting_id).all()
    assert [(row.meeting_id, row.status) for row in noted] == [
        (one.id, "present"), (two.id, "partial"), (three.id, "present"),
    ]  # fmt: skip
    assert len({row.registration_id for row in noted}) == 1
    assert list(broken()) == []
    merging.undo(merge, team)
    assert everything() == before
    assert list(broken()) == []


def test_who_attended_stays_over_who_was_only_registered(team):
    session = a_past_session(capacity=5)
    rows = [
        factories.a_registration(session, factories.a_participant(name, email=email)) for name, email in (KEPT, GONE)
    ]
    attending.mark(rows[1], session.meetings[0], "present", team)
    merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert [row.state for row in rows] == ["merged", "confirmed"]


def test_attestations_keep_their_numbers_and_hold(team):
    sessions = [a_past_session(), a_past_session()]
    for session, (name, email) in zip(sessions, (KEPT, GONE), strict=True):
        known = person((name, email)) or factories.a_participant(name, email=email)
        row = factories.a_registration(session, known)
        attending.mark(row, session.meetings[0], "present", team)
        attending.close(session, team)
        certifying.issue(row, team)
    codes = [(one.code, one.name, one.state) for one in db.session.query(Attestation).order_by("id")]
    merging.merge_people(person(KEPT), person(GONE), {}, team)
    rows = db.session.query(Attestation).order_by("id").all()
    assert [(one.code, one.name, one.state) for one in rows] == codes
    assert {one.participant_id for one in rows} == {person(KEPT).id}


def test_two_attestations_of_one_session_are_for_the_team_to_settle_first(team):
    session = a_past_session(capacity=5)
    people = [factories.a_participant(name, email=email) for name, email in (KEPT, GONE)]
    rows = [factories.a_registration(session, person) for person in people]
    for row in rows:
        attending.mark(row, session.meetings[0], "present", team)
    attending.close(session, team)
    _, last = [certifying.issue(row, team) for row in rows]
    before = everything()
    with pytest.raises(Refusal, match=session.title["fr"]):
        merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert everything() == before
    certifying.revoke(last, "deux fois", team)
    merging.merge_people(person(KEPT), person(GONE), {}, team)


def test_what_is_typed_with_either_name_finds_the_one_that_stays(team):
    session = factories.a_session(capacity=9)
    take(session, KEPT), take(session, GONE)
    kept, gone = person(KEPT), person(GONE)
    merging.merge_people(kept, gone, {"name": "gone"}, team)
    assert (kept.name, kept.email) == (GONE[0], KEPT[1])
    assert person(GONE) is kept
    again = registering.register(session, Typed(*GONE, "Maison"))
    assert (again.again, again.registration.participant_id) == (True, kept.id)
    elsewhere = take(factories.a_session(), GONE)
    assert elsewhere.participant_id == kept.id


def test_names_and_addresses_are_traded_when_those_of_the_other_are_right(team):
    session = factories.a_session(capacity=9)
    take(session, KEPT), take(session, GONE)
    kept, gone = person(KEPT), person(GONE)
    before = everything()
    merge = merging.merge_people(kept, gone, {"name": "gone", "email": "gone"}, team)
    assert (kept.name, kept.email) == GONE
    assert person(KEPT) is person(GONE) is kept
    registering.change(session_place(session, kept), Typed(*KEPT, "Maison"))
    assert (kept.name, kept.email) == KEPT
    registering.change(session_place(session, kept), Typed(*GONE, "Maison"))
    merging.undo(merge, team)
    assert merge.left == []
    assert (person(KEPT), person(GONE)) == (kept, gone)
    assert everything() == before


def test_somebody_else_who_bears_that_name_and_address_is_in_the_way(team):
    kept, gone = factories.a_participant("A", email="a@x.example"), factories.a_participant("B", email="b@x.example")
    factories.a_participant("B", email="a@x.example")
    with pytest.raises(Refusal):
        merging.merge_people(kept, gone, {"name": "gone"}, team)
    assert kept.merged_into_id is gone.merged_into_id is None


def test_the_stricter_consent_wins_and_news_goes_once_to_the_address_that_stays(team):
    session = factories.a_session(capacity=9)
    take(session, KEPT, news=True), take(session, GONE, news=True)
    kept, gone = person(KEPT), person(GONE)
    before = everything()
    merge = merging.merge_people(kept, gone, {}, team)
    alive = db.session.query(Subscription).filter_by(withdrawn_at=None).all()
    assert [one.email for one in alive] == [KEPT[1]]
    merging.undo(merge, team)
    assert everything() == before
    [theirs] = db.session.query(Subscription).filter_by(email=GONE[1])
    interest.leave(theirs)
    merging.merge_people(kept, gone, {}, team)
    assert all(one.withdrawn_at for one in db.session.query(Consent))
    assert all(one.withdrawn_at for one in db.session.query(Subscription))


def test_news_asked_for_by_the_address_given_up_goes_to_the_other_but_not_from_a_shared_one(team):
    session = factories.a_session(capacity=9)
    take(session, KEPT), take(session, GONE, news=True)
    merge = merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert [one.email for one in db.session.query(Subscription)] == [KEPT[1]]
    merging.undo(merge, team)
    take(session, ("Ana Silva", GONE[1]))
    merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert [one.email for one in db.session.query(Subscription)] == [GONE[1]]


def test_letters_still_here_and_private_calendars_go_to_the_one_that_stays(team):
    here, there = factories.a_session(capacity=9), factories.a_session(capacity=9)
    take(here, KEPT), take(there, GONE)
    token = subscribing.create_feed(person(GONE))
    merge = merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert {one.to_email for one in db.session.query(Letter)} == {KEPT[1]}
    assert db.session.query(FeedToken).one().participant_id == person(KEPT).id
    [owed] = db.session.query(Letter).filter_by(training_session_id=there.id)
    owed.state = "sent"
    db.session.commit()
    merging.undo(merge, team)
    assert merge.left == [{"table": "letters", "id": owed.id, "why": "changed"}]
    assert db.session.query(FeedToken).one().participant_id == person(GONE).id
    assert token


def test_undoing_gives_the_seat_back_or_the_head_of_the_line_when_it_is_taken(team):
    session = factories.a_session(capacity=2)
    take(session, KEPT)
    twice = take(session, GONE)
    take(session, ("Ana Silva", "ana@maison.example")), take(session, ("Bo Li", "bo@maison.example"))
    roster = table(session, "", True, TOWN)
    merge = merging.merge_people(person(KEPT), person(GONE), {}, team)
    merging.undo(merge, team)
    assert merge.left == [{"table": "registrations", "id": twice.id, "why": "full"}]
    assert states(session) == ["confirmed", "waiting", "confirmed", "waiting"]
    assert list(broken()) == []
    assert len(table(session, "", True, TOWN).rows) == len(roster.rows) == 4


def test_undoing_after_they_registered_again_leaves_the_new_place(team):
    session = factories.a_session(capacity=9)
    mine, twice = take(session, KEPT), take(session, GONE)
    merge = merging.merge_people(person(GONE), person(KEPT), {}, team)
    assert (mine.state, twice.state) == ("merged", "confirmed")
    registering.withdraw(twice)
    take(session, GONE)
    merging.undo(merge, team)
    assert states(session).count("confirmed") == 2
    assert list(broken()) == []


def test_a_whole_series_is_followed_once_and_undone(team):
    series = factories.a_series(register_whole=True)
    sessions = [factories.a_session(series_id=series.id, capacity=9) for _ in range(2)]
    registering.register_whole(series, Typed(*KEPT, "Maison"))
    whole = registering.register_whole(series, Typed(*GONE, "Maison")).registration
    before = everything()
    merge = merging.merge_people(person(KEPT), person(GONE), {}, team)
    assert [states(one) for one in sessions] == [["confirmed", "merged"]] * 2
    assert None not in (whole.withdrawn_at, whole.merged_into_id)
    assert list(broken()) == []
    merging.undo(merge, team)
    assert everything() == before
    assert list(broken()) == []


def test_seats_of_the_past_come_back_exactly(team):
    session = a_past_session(capacity=1)
    rows = [
        factories.a_registration(
            session, factories.a_participant(name, email=email), over_capacity=over, source="import"
        )
        for (name, email), over in ((KEPT, True), (GONE, False))
    ]
    before = everything()
    for first, second in (rows, rows[::-1]):
        merge = merging.merge_people(first.participant, second.participant, {}, team)
        assert sorted(states(session)) == ["confirmed", "merged"]
        merging.undo(merge, team)
        assert everything() == before
    assert list(broken()) == []


def test_what_makes_no_sense_is_refused(team):
    one, other, third = (factories.a_participant(name) for name in ("Ana", "Bo", "Cy"))
    invented, erased = factories.a_participant("Di", example=True), factories.a_participant("Ed", erased_at=clock.now())
    merging.merge_people(one, other, {}, team)
    for pair in ((one, one), (third, other), (other, third), (one, invented), (one, erased)):
        with pytest.raises(Refusal):
            merging.merge_people(*pair, {}, team)
    assert {row.merged_into_id for row in db.session.query(Participant)} == {None, one.id}
