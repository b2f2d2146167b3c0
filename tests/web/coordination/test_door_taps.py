"""The door: who is on the list, what a tap records, what it refuses."""

import html
import re
from datetime import timedelta

import factories
import pytest
from filling_in import plainly
from harness.visitors import csrf_token, sign_in, submit
from sqlalchemy import select

from resal import clock
from resal.actions import Actor, registering
from resal.db import db
from resal.models import Attendance, Entry
from resal.queries import attendance

HOSTILE = "<script>alert(1)</script>"
JSON = {"Accept": "application/json"}


def here(session):
    return f"/coordination/rencontres/{session.id}/presences"


def row_of(registration, meeting=None):
    meeting = meeting or registration.training_session.live_meetings[0]
    return f"/coordination/presences/{registration.id}/{meeting.id}"


def recorded(registration):
    db.session.expire_all()
    row = db.session.scalars(select(Attendance).filter_by(registration_id=registration.id)).one_or_none()
    return row and row.status


def names(session, asked=""):
    door = attendance.of_meeting(session, attendance.choose(session, None), asked)
    return [(group.letter, [row.name for row in group.rows]) for group in door.groups]


@pytest.fixture
def session():
    return factories.a_session("Désamorcer", starts_in=timedelta(minutes=-30), capacity=30)


@pytest.fixture
def ana(session):
    return factories.a_registration(session, factories.a_participant("Ana Silva"))


def test_people_with_a_seat_are_listed_by_last_name_under_its_letter(session):
    people = ["Yacine Aït-Saïd", "Zoé Archambault", "Élodie Émond", "Bo Éthier", "Cher"]
    for name in people:
        factories.a_registration(session, factories.a_participant(name))
    for state in ("waiting", "withdrawn", "requested", "cancelled", "declined"):
        factories.a_registration(session, factories.a_participant(state), state=state)
    assert names(session) == [
        ("A", ["Yacine Aït-Saïd", "Zoé Archambault"]), ("C", ["Cher"]), ("E", ["Élodie Émond", "Bo Éthier"]),
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["aït", "AIT said", "travail de rue", "rue ait", "équipe mobile"])
def test_the_search_knows_names_and_organizations_whatever_their_accents(session, asked):
    body = factories.an_organization("Équipe mobile de médiation")
    yacine = factories.a_participant(
        "Yacine Aït-Saïd", organization_name="Travail de rue Rive-Nord", organization_id=body.id
    )
    factories.a_registration(session, yacine)
    factories.a_registration(session, factories.a_participant("Ana Silva"))
    assert names(session, asked) == [("A", ["Yacine Aït-Saïd"])]


def test_a_tap_records_the_arrival_with_its_hour_and_comes_back_to_the_row(signed_in, session, ana):
    answer = submit(signed_in, here(session), to=row_of(ana), status="present")
    assert answer.status_code == 303
    assert answer.location == f"{here(session)}?date={session.meetings[0].id}#p-{ana.id}"
    page = plainly(signed_in.get(answer.location.partition("#")[0]).text)
    assert (recorded(ana), "10 h" in page, 'aria-pressed="true"' in page) == ("present", True, True)


def test_another_tap_takes_it_back(signed_in, session, ana):
    submit(signed_in, here(session), to=row_of(ana), status="present")
    value = re.search(r'class="arrival-button" name="status" value="(\w*)"', signed_in.get(here(session)).text)[1]
    submit(signed_in, here(session), to=row_of(ana), status=value)
    assert (value, recorded(ana)) == ("", None)


@pytest.mark.parametrize("status", ["present", "partial", "excused", "absent", ""])
def test_k2_the_same_tap_twice_is_one(signed_in, session, ana, status):
    for _ in range(2):
        assert submit(signed_in, here(session), to=row_of(ana), status=status).status_code == 303
    assert recorded(ana) == (status or None)


def test_the_hour_of_arrival_is_that_of_the_first_tap(signed_in, session, ana, freeze):
    first = freeze(clock.now())
    submit(signed_in, here(session), to=row_of(ana), status="present")
    freeze(first + timedelta(minutes=20))
    submit(signed_in, here(session), to=row_of(ana), status="present")
    assert db.session.scalars(select(Attendance)).one().arrived_at == first


def test_k12_two_phones_and_the_last_one_holds(app, signed_in, session, ana):
    other = sign_in(app.test_client(), factories.an_account("host"))
    submit(signed_in, here(session), to=row_of(ana), status="present")
    submit(other, here(session), to=row_of(ana), status="excused")
    assert recorded(ana) == "excused"
    submit(signed_in, here(session), to=row_of(ana), status="partial")
    assert recorded(ana) == "partial"


def test_the_script_of_the_page_is_told_how_the_row_stands(signed_in, session, ana):
    token = csrf_token(signed_in.get(here(session)))

    def tap(status):
        return signed_in.post(row_of(ana), data={"csrf_token": token, "status": status}, headers=JSON)

    said = [{**tap(status).json, "said": plainly(tap(status).json["said"])} for status in ("present", "excused", "")]
    assert said == [
        {"arrived": True, "said": "10 h", "count": 1}, {"arrived": False, "said": "Absence excusée", "count": 0},
        {"arrived": False, "said": "", "count": 0},
    ]  # fmt: skip


def test_somebody_who_withdrew_cannot_be_marked_and_the_phone_says_so(signed_in, session, ana):
    factories.a_registration(session, factories.a_participant("Bo"))
    page = signed_in.get(here(session))
    registering.remove(ana, "A téléphoné", Actor("account"))
    data = {"csrf_token": csrf_token(page), "status": "present"}
    answer = signed_in.post(row_of(ana), data=data, headers=JSON)
    assert (answer.status_code, answer.json["refused"]) == (409, "Cette personne n’a pas de place à cette rencontre.")
    answer = signed_in.post(row_of(ana), data=data)
    assert (answer.status_code, "#" in answer.location) == (303, False)
    assert "Cette personne n'a pas de place" in plainly(signed_in.get(answer.location).text)
    assert recorded(ana) is None


def test_b8_the_meeting_of_another_session_is_refused(signed_in, session, ana):
    other = factories.a_session().live_meetings[0]
    submit(signed_in, here(session), to=row_of(ana, other), status="present")
    assert recorded(ana) is None


@pytest.mark.parametrize("path", ["0/1", "1/0", "999999/1", "99999999999999999999/1"])
def test_ids_of_nobody_are_a_404(signed_in, session, path):
    factories.a_registration(session)
    assert submit(signed_in, here(session), to=f"/coordination/presences/{path}", status="present").status_code == 404
    assert signed_in.get("/coordination/rencontres/999999/presences").status_code == 404


def test_an_unknown_state_is_refused(signed_in, session, ana):
    submit(signed_in, here(session), to=row_of(ana), status="late")
    assert recorded(ana) is None


def test_d2_marking_is_never_done_by_opening_an_address(signed_in, session, ana):
    assert signed_in.get(row_of(ana)).status_code == 405
    assert signed_in.post(row_of(ana), data={"status": "present"}).status_code == 400
    assert recorded(ana) is None


def test_of_several_meetings_todays_is_shown_and_each_has_its_own_list(signed_in):
    session = factories.a_session(starts_in=timedelta(days=-7, minutes=-30), meetings=3)
    ana = factories.a_registration(session, factories.a_participant("Ana"))
    first, today, last = session.live_meetings
    page = signed_in.get(here(session)).text
    assert [f"date={meeting.id}" in page for meeting in (first, today, last)] == [True, True, True]
    assert row_of(ana, today) in page
    submit(signed_in, here(session), to=row_of(ana, first), status="present")
    assert (_arrived(session, first), _arrived(session, today)) == (1, 0)
    assert signed_in.get(f"{here(session)}?date={factories.a_session().meetings[0].id}").status_code == 404
    assert signed_in.get(f"{here(session)}?date=x").status_code == 404


def test_before_and_after_all_its_dates_the_nearest_is_shown():
    coming = factories.a_session(starts_in=timedelta(days=3), meetings=2)
    gone = factories.a_session(starts_in=timedelta(days=-30), meetings=2)
    undated = factories.a_session(starts_in=None)
    assert attendance.choose(coming, None) == coming.live_meetings[0]
    assert attendance.choose(gone, None) == gone.live_meetings[1]
    assert attendance.choose(undated, None) is None


def test_a_session_without_a_date_has_a_page_that_says_so(signed_in):
    session = factories.a_session(starts_in=None)
    assert "n’a pas encore de date" in signed_in.get(here(session)).text
    assert submit(signed_in, here(session), to=f"{here(session)}/ajouter", name="Ana").status_code == 303


def test_the_filter_stays_while_one_taps(signed_in, session, ana):
    page = signed_in.get(f"{here(session)}?q=silva")
    assert 'name="q" value="silva"' in page.text
    answer = submit(signed_in, f"{here(session)}?q=silva", to=row_of(ana), status="present", q="silva")
    assert "q=silva" in answer.location


def test_e_hostile_words_are_inert(signed_in, session):
    factories.a_registration(session, factories.a_participant(HOSTILE, organization_name=HOSTILE))
    for path in (f"{here(session)}?q={HOSTILE}", here(session), f"{here(session)}/feuille"):
        page = signed_in.get(path).text
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


def test_the_door_asks_as_many_questions_for_thirty_people_as_for_one(signed_in, session, ana, queries):
    submit(signed_in, here(session), to=row_of(ana), status="present")
    signed_in.get(here(session))  # what is remembered from here on is so for both
    with queries() as once:
        signed_in.get(here(session))
    for _ in range(29):
        body = factories.an_organization()
        factories.a_registration(session, factories.a_participant(organization_id=body.id))
    signed_in.get(here(session))
    with queries() as again:
        page = signed_in.get(here(session))
    assert (page.text.count('class="arrival-button"'), len(again)) == (30, len(once))


def test_needs_never_show_at_the_door(signed_in, session):
    factories.a_registration(session, needs="Je suis sourde")
    assert "sourde" not in signed_in.get(here(session)).text


@pytest.mark.parametrize(("role", "status"), [("coordinator", 200), ("host", 200), ("reader", 403)])
def test_b1_hosts_keep_the_door_and_readers_do_not(app, session, ana, role, status):
    member = sign_in(app.test_client(), factories.an_account(role))
    for path in (here(session), f"{here(session)}/ajouter", f"{here(session)}/feuille"):
        assert member.get(path).status_code == status
    answer = submit(member, "/coordination", to=row_of(ana), status="present")
    assert (answer.status_code, recorded(ana)) == ((303, "present") if status == 200 else (403, None))


def test_marking_and_taking_back_are_in_the_journal(signed_in, session, ana):
    for status in ("present", "present", ""):
        submit(signed_in, here(session), to=row_of(ana), status=status)
    deeds = db.session.scalars(select(Entry.deed).where(Entry.deed.startswith("attendance.")).order_by(Entry.id)).all()
    assert deeds == ["attendance.marked", "attendance.unmarked"]


def _arrived(session, meeting):
    return attendance.of_meeting(session, meeting).arrived
