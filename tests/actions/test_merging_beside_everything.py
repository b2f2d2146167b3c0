"""Two people become one, with their space, what they ask of the door, and their erasure."""

from datetime import timedelta

import factories
import pytest
from merging_at_hand import GONE, KEPT, everything, person, session_place, take

from resal import clock
from resal.actions import Refusal, by, correcting, erasing, merging, readdressing, sheets, spaces
from resal.db import db
from resal.models import Base, Correction, Letter, Merge, SpaceLink
from resal.queries import sign_in
from resal.queries.promises import broken


@pytest.fixture
def team(database):
    return by(factories.an_account())


@pytest.fixture
def both(team):
    session = factories.a_session(capacity=9)
    take(session, KEPT)
    take(factories.a_session(capacity=9), GONE)
    return person(KEPT), person(GONE)


def sent_links():
    owed = db.session.query(Letter).filter_by(kind="space_link").order_by(Letter.id)
    return [letter.to_email for letter in owed]


def test_links_of_either_end_and_whoever_asks_at_the_old_address_is_written_to_at_the_one_that_stays(team, both):
    kept, gone = both
    for _, email in (KEPT, GONE):
        assert spaces.send(email, "fr") == 1
    merging.merge_people(kept, gone, {}, team)
    assert [(link.participant_id, link.ended(clock.now())) for link in db.session.query(SpaceLink)] == [
        (kept.id, True), (kept.id, True),
    ]  # fmt: skip
    assert spaces.send(GONE[1].upper(), "fr") == 1
    assert sent_links()[-1] == KEPT[1]
    assert list(broken()) == []


def test_a_change_of_address_under_way_is_over(team, both, freeze):
    kept, gone = both
    change = readdressing.ask(gone, "autre@maison.example", "fr")
    merging.merge_people(kept, gone, {}, team)
    freeze(clock.now() + timedelta(seconds=1))
    with pytest.raises(Refusal, match="Ce lien a pris fin"):
        readdressing.confirm(change)
    assert person(KEPT).email == KEPT[1]


def test_undone_the_links_and_the_change_are_as_they_were(team, both):
    kept, gone = both
    spaces.send(GONE[1], "fr")
    readdressing.ask(gone, "autre@maison.example", "fr")
    before = everything()
    merge = merging.merge_people(kept, gone, {}, team)
    merging.undo(merge, team)
    assert everything() == before


def test_n2_whoever_is_erased_is_erased_under_both_names_and_the_merge_stays(team, both):
    kept, gone = both
    merge = merging.merge_people(kept, gone, {}, team)
    erasing.erase(kept)
    db.session.query(Letter).delete()  # the last letter, which leaves with its address
    db.session.commit()
    tables = [table for name, table in Base.metadata.tables.items() if name != "accounts"]
    kept_of_them = [repr(tuple(row)).casefold() for table in tables for row in db.session.execute(table.select())]
    assert [row for row in kept_of_them if "trembl" in row or "marie" in row] == []
    with pytest.raises(Refusal, match="ne se défait plus"):
        merging.undo(db.session.get_one(Merge, merge.id), team)
    assert list(broken()) == []


def test_what_both_ask_of_one_date_is_asked_once_and_a_printed_line_is_that_of_the_place_that_stays(team, freeze):
    session = factories.a_session(starts_in=timedelta(minutes=1), capacity=9)
    meeting = session.live_meetings[0]
    mine = take(session, KEPT)
    sheet = sheets.print_sheet(meeting, team)
    twice = take(session, GONE)
    later = sheets.print_sheet(meeting, team)
    freeze(meeting.ends_at + timedelta(hours=1))
    for place in (twice, mine):
        correcting.ask(place, meeting, "J'y étais")
    before = everything()
    merge = merging.merge_people(twice.participant, mine.participant, {}, team)
    stays = session_place(session, twice.participant)
    asked = db.session.query(Correction).order_by(Correction.id)
    assert sorted((one.registration_id, one.state) for one in asked) == [(stays.id, "open"), (stays.id, "withdrawn")]
    assert [row.id for row in sign_in.rows(meeting, sheet)] == [stays.id]
    assert [row and row.id for row in sign_in.rows(meeting, later)].count(stays.id) == 1
    merging.undo(merge, team)
    assert everything() == before
