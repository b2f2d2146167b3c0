"""The code on the wall: who notes their own arrival, when, and what nobody learns from it."""

import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, sign_in, submit
from sqlalchemy import select

from resal import clock
from resal.actions import Actor, arriving, attending
from resal.db import db
from resal.models import Attendance, Entry, Registration
from resal.web import doors

TEAM = Actor("account")
ANA = {"name": "Ana Silva", "email": "ana@maison.example", "organization": "Maison des jeunes"}


def hung(session, seen=""):
    return arriving.hang(session.live_meetings[0], seen, TEAM).code


def came():
    """Who was noted, how and by whom."""
    db.session.expire_all()
    rows = db.session.scalars(select(Attendance).order_by(Attendance.id))
    return [(row.registration.participant.name, row.status, row.source) for row in rows]


def text(answer):
    body = re.sub(r"<head>.*</head>|<[^>]+>", " ", answer.text, flags=re.S)
    return " ".join(body.replace("\u00a0", " ").replace("’", "'").split())


@pytest.fixture
def session():
    return factories.a_session("Désamorcer", starts_in=timedelta(minutes=30), capacity=30)


@pytest.fixture
def ana(session):
    return factories.a_registration(session, factories.a_participant("Ana Silva", email=ANA["email"]))


def test_an_address_on_the_list_is_noted_by_the_person_and_the_team_sees_it(signed_in, client, session, ana):
    code = hung(session)
    answer = submit(client, f"/p/{code}", email="ANA@maison.example")
    assert (answer.status_code, answer.location) == (303, f"/p/{code}?merci=1")
    assert came() == [("Ana Silva", "present", "person")]
    assert "votre arrivée est notée" in text(client.get(answer.location))
    assert "noté par la personne" in text(signed_in.get(f"/coordination/rencontres/{session.id}/presences"))


def test_h1_a_stranger_reads_the_same_whoever_is_on_the_list(client, session, ana):
    code = hung(session)
    pages = []
    for email in (ANA["email"], "personne@ailleurs.example"):
        answer = submit(client, f"/p/{code}", email=email)
        pages.append((answer.status_code, answer.location, text(client.get(answer.location))))
    assert pages[0] == pages[1]
    assert [name for name, _status, _source in came()] == ["Ana Silva"]
    assert "Ana" not in pages[0][2]


def test_a_phone_that_remembers_somebody_asks_for_one_tap(app, session):
    browser = app.test_client()
    coming = factories.a_session(capacity=9)
    submit(browser, f"/rencontres/{coming.id}/inscription", **ANA, remember="y")
    factories.a_registration(session, factories.a_participant("Ana Silva", email="x" + ANA["email"]))
    mine = db.session.scalars(select(Registration).filter_by(training_session_id=coming.id)).one().participant
    factories.a_registration(session, mine)
    code = hung(session)
    page = browser.get(f"/p/{code}")
    assert "Bonjour Ana. Vous êtes là?" in text(page)
    assert submit(browser, f"/p/{code}", known="1").location == f"/p/{code}?merci=1"
    assert [(one.participant_id) for one in db.session.scalars(select(Registration).join(Attendance))] == [mine.id]
    assert 'name="email"' in browser.get(f"/p/{code}?autre=1").text
    assert "Hi Ana. Are you here?" in text(browser.get(f"/en/p/{code}"))


def test_an_address_that_colleagues_share_needs_the_name(client, session):
    for name in ("Ana Silva", "Bo Roy"):
        factories.a_registration(session, factories.a_participant(name, email="equipe@maison.example"))
    code = hung(session)
    submit(client, f"/p/{code}", email="equipe@maison.example")
    assert came() == []
    submit(client, f"/p/{code}", email="equipe@maison.example", name="BO  ROY")
    assert came() == [("Bo Roy", "present", "person")]
    submit(client, f"/p/{code}", email="equipe@maison.example", name="Carl")
    assert len(came()) == 1


@pytest.mark.parametrize(
    ("minutes", "status", "said"),
    [
        (-61, 200, "Cette page s'ouvre le mardi 24 novembre 2026, à 9 h 30."), (-60, 200, "Je suis là"),
        (179, 200, "Je suis là"), (180, 410, "Cette date est terminée."),
    ],
)  # fmt: skip
def test_the_door_opens_an_hour_before_and_until_the_end(client, session, ana, freeze, minutes, status, said):
    code, start = hung(session), session.starts_at
    freeze(start)
    token = csrf_token(client.get(f"/p/{code}"))
    freeze(start + timedelta(minutes=minutes))
    page = client.get(f"/p/{code}")
    assert (page.status_code, said in text(page)) == (status, True)
    client.post(f"/p/{code}", data={"csrf_token": token, "email": ANA["email"]})
    assert (came() != []) == (said == "Je suis là")


def test_a_photo_of_the_wall_is_worth_nothing_once_the_code_was_changed(client, session, ana):
    old = hung(session)
    new = hung(session, seen=old)
    assert hung(session, seen=old) == new, "K2: the same change twice is one"
    page = client.get(f"/p/{old}")
    assert (page.status_code, "Ce code a été changé." in text(page)) == (410, True)
    client.post(f"/p/{old}", data={"csrf_token": csrf_token(client.get(f"/p/{new}")), "email": ANA["email"]})
    assert came() == []
    deeds = db.session.scalars(select(Entry.deed).where(Entry.deed.startswith("arrival"))).all()
    assert deeds == ["arrival.code_made", "arrival.code_changed"]


def test_the_code_is_read_however_it_is_typed_and_unknown_ones_are_a_404(client, session):
    code = hung(session)
    for written in (code.lower(), code.replace("-", ""), code.replace("-", "%20")):
        assert client.get(f"/p/{written}").status_code == 200
    for written in ("AAAA-AAAA", "1", "x" * 400, "%00", "٣" * 8, code + "2"):
        for page in (f"/p/{written}", f"/en/p/{written}", f"/p/{written}/bienvenue"):
            assert client.get(page).status_code == 404, page


@pytest.mark.rate_limited
def test_h2_whoever_tries_codes_is_slowed_down_and_a_full_hall_is_not(client, session, ana):
    code = hung(session)
    answers = [client.get("/p/AAAA-AAAA").status_code for _ in range(62)]
    assert (answers[59], answers[61]) == (404, 429)
    assert client.get(f"/p/{code}").status_code == 200
    token = csrf_token(client.get(f"/p/{code}"))
    said = {"csrf_token": token}
    hall = [client.post(f"/p/{code}", data={**said, "email": f"a{n}@x.example"}).status_code for n in range(90)]
    assert set(hall) == {303}
    one = [client.post(f"/p/{code}", data={**said, "email": ANA["email"]}).status_code for _ in range(12)]
    assert (one[0], one[-1]) == (303, 429)


@pytest.mark.parametrize("change", ["cancelled", "draft", "removed"])
def test_b7_what_does_not_take_place_has_no_door(client, session, change):
    code = hung(session)
    if change == "cancelled":
        session.cancelled_at = clock.now()
    elif change == "draft":
        session.published_at = None
    else:
        session.meetings[0].removed_at = clock.now()
    db.session.commit()
    assert client.get(f"/p/{code}").status_code == 404


def test_the_end_of_the_list_closes_the_door(client, freeze):
    session = factories.a_session(starts_in=timedelta(minutes=-30))
    factories.a_registration(session, factories.a_participant("Ana", email=ANA["email"]))
    code = hung(session)
    attending.close(session, TEAM)
    page = client.get(f"/p/{code}")
    assert (page.status_code, "La liste des présences est terminée." in text(page)) == (410, True)


def test_what_the_team_wrote_of_somebody_who_came_stays(client, session, ana, freeze):
    freeze(session.starts_at + timedelta(minutes=30))
    attending.mark_part(ana, session.live_meetings[0], attending.Stay(minutes=30), TEAM)
    submit(client, f"/p/{hung(session)}", email=ANA["email"])
    assert came() == [("Ana Silva", "partial", "team")]


def test_somebody_who_was_not_on_the_list_writes_themself_in_while_there_are_seats(client, session, outbox):
    code = hung(session)
    answer = submit(client, f"/p/{code}/bienvenue", **ANA)
    assert answer.location == f"/p/{code}?bienvenue=1"
    assert came() == [("Ana Silva", "present", "person")]
    row = db.session.scalars(select(Registration)).one()
    assert (row.state, row.source, row.over_capacity) == ("confirmed", "door", False)
    assert [letter.kind for letter in outbox()] == ["confirmed"]
    submit(client, f"/p/{code}/bienvenue", **ANA)
    assert (len(came()), len(outbox())) == (1, 1)


def test_h1_in_a_full_room_everybody_is_sent_to_the_team(client):
    session = factories.a_session(starts_in=timedelta(minutes=5), capacity=1)
    factories.a_registration(session, factories.a_participant("Ana Silva", email=ANA["email"]))
    code = hung(session)
    pages = [
        submit(client, f"/p/{code}/bienvenue", **{**ANA, "email": email}) for email in (ANA["email"], "z@z.example")
    ]
    said = [re.sub(r"[\w.]+@[\w.]+|csrf\S+|value=\S+", "", text(page)) for page in pages]
    assert [page.status_code for page in pages] == [422, 422]
    assert said[0] == said[1]
    assert "Toutes les places sont prises" in said[0]
    assert came() == []


@pytest.mark.parametrize(
    "columns",
    [{"visibility": "confidential"}, {"registration": "approval"}, {"registration": "invitation"}, {"mode": "online"}],
)
def test_where_the_team_decides_nobody_writes_themself_in(client, columns):
    session = factories.a_session("Haine en ligne", starts_in=timedelta(minutes=5), capacity=9, **columns)
    code = hung(session)
    page = client.get(f"/p/{code}")
    assert "Dites votre nom à l'équipe" in text(page)
    assert ("Haine en ligne" in page.text) == (columns.get("visibility") != "confidential")
    refused = client.post(f"/p/{code}/bienvenue", data={**ANA, "csrf_token": csrf_token(page)})
    assert (refused.status_code, came()) == (410, [])


def test_what_is_wrong_is_said_in_place(client, session):
    code = hung(session)
    page = submit(client, f"/p/{code}", email="ana@", name="Ana")
    assert (page.status_code, 'value="ana@"' in page.text, 'value="Ana"' in page.text) == (422, True, True)
    page = submit(client, f"/p/{code}/bienvenue", name="", email="x", organization="")
    assert (page.status_code, page.text.count("field-error")) == (422, 3)


def test_the_page_of_ones_place_takes_the_code_and_shows_one_for_the_team(app, client, signed_in, session, ana, freeze):
    with app.test_request_context():
        mine = f"/inscription/{doors.seat_token(ana.nonce)}"
    code = hung(session)
    page = client.get(mine)
    assert 'class="qr"' in page.text
    for wrong in ("", "AAAA-AAAA", "x" * 500):
        client.post(f"{mine}/arrivee", data={"csrf_token": csrf_token(page), "code": wrong})
        assert "Ce n'est pas le code de cette rencontre" in text(client.get(mine))
    answer = client.post(f"{mine}/arrivee", data={"csrf_token": csrf_token(page), "code": code.lower()})
    assert (answer.status_code, came()) == (303, [("Ana Silva", "present", "person")])
    page = client.get(mine)
    assert ("Votre arrivée est notée" in text(page), 'name="code"' in page.text) == (True, False)
    freeze(session.starts_at - timedelta(days=2))
    assert 'class="qr"' not in client.get(mine).text


def test_c5_the_code_of_another_session_does_not_serve(app, client, session, ana):
    with app.test_request_context():
        mine = f"/inscription/{doors.seat_token(ana.nonce)}"
    other = hung(factories.a_session(starts_in=timedelta(minutes=5)))
    client.post(f"{mine}/arrivee", data={"csrf_token": csrf_token(client.get(mine)), "code": other})
    assert came() == []


def test_a_code_shown_to_the_team_leads_to_one_row_and_a_stranger_to_nothing(app, client, session, ana):
    factories.a_registration(session, factories.a_participant("Bo Roy"))
    where = f"/coordination/rencontres/{session.id}/presences?date={session.meetings[0].id}&personne={ana.id}"
    stranger = client.get(where)
    assert (stranger.status_code, stranger.location) == (303, "/connexion")
    host = sign_in(app.test_client(), factories.an_account("host"))
    page = host.get(where)
    assert ("Ana Silva" in page.text, "Bo Roy" in page.text) == (True, False)
    assert "n'a pas de place" in text(host.get(where.replace(f"personne={ana.id}", "personne=99999")))
    assert host.get(where.replace(f"personne={ana.id}", "personne=x")).status_code == 404


def test_without_an_end_the_door_stays_open_that_day(client, freeze):
    session = factories.a_session()
    session.meetings[0].end_time = None
    session.place_in_time()
    db.session.commit()
    code = hung(session)
    freeze(session.starts_at + timedelta(hours=5))
    assert client.get(f"/p/{code}").status_code == 200
    freeze(session.starts_at + timedelta(hours=15))
    assert client.get(f"/p/{code}").status_code == 410


def test_the_page_of_a_place_to_come_asks_nothing_more(app, client, queries):
    place = factories.a_registration(factories.a_session())
    with app.test_request_context():
        mine = f"/inscription/{doors.seat_token(place.nonce)}"
    client.get(mine)
    with queries() as asked:
        client.get(mine)
    assert [one for one in asked if "attendances" in one or "arrival_codes" in one] == []
