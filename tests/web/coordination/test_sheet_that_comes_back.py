"""The paper that comes back from the door: read first, saved once, nothing lost, nothing of others undone."""

import io
from datetime import timedelta

import factories
import pytest
from filling_in import fields_of, plainly
from harness.visitors import sign_in, submit
from sqlalchemy import select

from resal.actions import Actor, attending, sheets
from resal.db import db
from resal.models import Attendance, Entry, Registration
from resal.queries import attestations

TEAM = Actor("account")
NAMES = ("Zoé Archambault", "Bo Éthier", "Ana Silva", "Carl Tremblay")


def here(session):
    return f"/coordination/rencontres/{session.id}/presences/papier"


def came(session):
    db.session.expire_all()
    rows = db.session.scalars(select(Attendance).order_by(Attendance.id))
    return {row.registration.participant.name: row.status for row in rows}


def press(client, session, page, step, **changes):
    """Send the page as it stands, with these fields changed, by one of its buttons."""
    fields = fields_of(page)
    for name, value in changes.items():
        fields.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    fields.setlist("step", [step])
    return client.post(here(session), data=fields)


@pytest.fixture
def session():
    session = factories.a_session("Désamorcer", starts_in=timedelta(hours=-5), capacity=30)
    for name in NAMES:
        factories.a_registration(session, factories.a_participant(name))
    sheets.print_sheet(session.live_meetings[0], TEAM)
    return session


def ids(session):
    found = db.session.scalars(select(Registration).filter_by(training_session_id=session.id))
    return {row.participant.name: str(row.id) for row in found}


def test_lines_are_read_then_saved_and_reading_alone_writes_nothing(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="1\nSilva Ana\nQui donc")
    assert (page.status_code, came(session)) == (200, {})
    words = plainly(page.text)
    assert "2 personnes reconnues." in words
    assert "1 ligne pas comprise" in words
    assert fields_of(page)["pasted"] == "Qui donc"
    saved = press(signed_in, session, page, "save")
    assert saved.status_code == 303
    assert came(session) == {"Zoé Archambault": "present", "Ana Silva": "present"}
    assert "2 présences notées." in plainly(signed_in.get(saved.location).text)
    deeds = db.session.scalars(select(Entry.deed).where(Entry.deed == "attendance.sheet_read")).all()
    assert deeds == ["attendance.sheet_read"]


def test_saving_what_was_never_read_reads_it_first(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "save", pasted="1-2")
    assert (page.status_code, came(session)) == (200, {})
    press(signed_in, session, page, "save")
    assert sorted(came(session)) == ["Bo Éthier", "Zoé Archambault"]


def test_everybody_but_these(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="2\nsilba ana", keep="absent")
    press(signed_in, session, page, "save", choice=ids(session)["Ana Silva"])
    assert sorted(came(session)) == ["Carl Tremblay", "Zoé Archambault"]


def test_a_line_that_resembles_somebody_is_chosen_by_hand(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="Ana Silba\nZoe Archambaut")
    assert "2 lignes à préciser." in plainly(page.text)
    again = press(signed_in, session, page, "read", choice=["", ids(session)["Zoé Archambault"]])
    assert 'value="Ana Silba"' in again.text, "what was not chosen is asked again"
    press(signed_in, session, again, "save", choice=[""])
    assert came(session) == {"Zoé Archambault": "present"}


def test_ticks_and_the_button_for_all(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "all")
    press(signed_in, session, page, "save", came=[ids(session)["Bo Éthier"], ids(session)["Ana Silva"]])
    assert sorted(came(session)) == ["Ana Silva", "Bo Éthier"]
    page = press(signed_in, session, signed_in.get(here(session)), "none")
    saved = press(signed_in, session, page, "save")
    assert "2 présences effacées." in plainly(signed_in.get(saved.location).text)
    assert came(session) == {}


def test_the_numbers_are_those_of_the_paper_whoever_came_or_left_since(signed_in, session):
    gone = db.session.get_one(Registration, int(ids(session)["Bo Éthier"]))
    gone.state = "cancelled"
    db.session.commit()
    factories.a_registration(session, factories.a_participant("Aaron Abel"))
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="1, 2, 3")
    assert fields_of(page)["pasted"] == "2"
    press(signed_in, session, page, "save")
    assert sorted(came(session)) == ["Ana Silva", "Zoé Archambault"]


def test_people_who_were_not_on_the_list_are_added_and_what_they_lack_is_said(signed_in, session, outbox):
    pasted = "1\nLi Wei; li@y.example"
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted=pasted)
    refused = press(signed_in, session, page, "save")
    assert (refused.status_code, "Indiquez l’organisme" in refused.text, came(session)) == (422, True, {})
    assert 'value="Li Wei"' in refused.text
    for _ in range(2):
        press(signed_in, session, refused, "save", strangers__0__organization="CIUSSS")
    assert came(session) == {"Zoé Archambault": "present", "Li Wei": "present"}
    assert [letter.kind for letter in outbox()] == ["confirmed"]
    row = db.session.scalars(select(Registration).order_by(Registration.id.desc()).limit(1)).one()
    assert (row.source, row.participant.organization_name) == ("door", "CIUSSS")


def test_an_emptied_row_adds_nobody(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="Li Wei; li@y.example; CIUSSS")
    nobody = {"strangers__0__name": "", "strangers__0__email": "", "strangers__0__organization": ""}
    assert press(signed_in, session, page, "save", **nobody).status_code == 303
    assert came(session) == {}


def test_k10_what_somebody_else_wrote_meanwhile_stays_and_is_told(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "all")
    ana = db.session.get_one(Registration, int(ids(session)["Ana Silva"]))
    bo = db.session.get_one(Registration, int(ids(session)["Bo Éthier"]))
    attending.mark(ana, session.live_meetings[0], "excused", TEAM)
    attending.mark(bo, session.live_meetings[0], "present", TEAM)
    saved = press(signed_in, session, page, "save")
    said = plainly(signed_in.get(saved.location).text)
    assert "entre-temps, et c'est resté : Ana Silva." in said
    assert came(session)["Ana Silva"] == "excused"
    assert [came(session)[name] for name in ("Bo Éthier", "Carl Tremblay")] == ["present", "present"]


def test_a_duration_or_an_absence_that_is_not_touched_stays(signed_in, session):
    ana = db.session.get_one(Registration, int(ids(session)["Ana Silva"]))
    attending.mark_part(ana, session.live_meetings[0], attending.Stay(minutes=30), TEAM)
    press(signed_in, session, signed_in.get(here(session)), "save")
    assert came(session) == {"Ana Silva": "partial"}


def test_a_file_is_read_like_lines(signed_in, session):
    for data in ("Nom;Courriel\r\nZoé Archambault;\r\n".encode("cp1252"), "Ana Silva".encode("utf-8-sig"),
                 "Bo Éthier".encode("utf-16")):  # fmt: skip
        fields = {**fields_of(signed_in.get(here(session))).to_dict(), "step": "read"}
        page = signed_in.post(here(session), data={**fields, "file": (io.BytesIO(data), "liste.csv")})
        assert "1 personne reconnue." in plainly(page.text)


def test_columns_pasted_from_a_spreadsheet_stay_apart(signed_in, session):
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="Ana Silva\tMaison\nBo Éthier\t")
    assert "2 personnes reconnues." in plainly(page.text)


def test_more_strangers_than_the_page_has_rows_stay_as_lines(signed_in, session):
    pasted = "\n".join(f"Li Wei; li{n}@y.example; CIUSSS" for n in range(43))
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted=pasted)
    assert (page.text.count('-email" name='), fields_of(page)["pasted"].count("@")) == (40, 3)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x00\x00", "pas une liste"), (b"x" * 500_001, "trop gros"), (b"a\n" * 700, "trop longue"),
        (b"\x89PNG\r\n\x1a\n\x00", "pas une liste"), (b"\xff\xfe\x00", "pas une liste"),
    ],
)  # fmt: skip
def test_i_what_is_no_list_is_refused_in_a_sentence_and_ticks_stay(signed_in, session, data, said):
    fields = {**fields_of(signed_in.get(here(session))).to_dict(), "step": "read", "came": ids(session)["Ana Silva"]}
    page = signed_in.post(here(session), data={**fields, "file": (io.BytesIO(data), "x.xlsx")})
    assert (page.status_code, said in plainly(page.text)) == (422, True)
    assert f'value="{ids(session)["Ana Silva"]}" checked' in page.text


def test_too_many_lines_are_refused_and_kept(signed_in, session):
    pasted = "x\n" * 601
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted=pasted)
    assert (page.status_code, "Raccourcissez : 600 lignes" in plainly(page.text)) == (422, True)
    assert fields_of(page)["pasted"].count("x") == 601


@pytest.mark.parametrize("came_", ["x", "-1", "999999999999", "0", "٣"])
def test_b10_ids_of_nobody_do_nothing(signed_in, session, came_):
    page = signed_in.get(here(session))
    assert press(signed_in, session, page, "save", came=came_, seen="9:absent,x,1:y,:").status_code == 303
    assert came(session) == {}


def test_nobody_came_to_what_is_to_come(signed_in):
    session = factories.a_session(starts_in=timedelta(days=1))
    factories.a_registration(session)
    page = press(signed_in, session, press(signed_in, session, signed_in.get(here(session)), "all"), "save")
    assert (page.status_code, "n'a pas commencé" in plainly(page.text), came(session)) == (422, True, {})


def test_the_attestation_follows(signed_in, session):
    attending.close(session, TEAM)
    ana = db.session.get_one(Registration, int(ids(session)["Ana Silva"]))
    assert attestations.of_registration(ana).state == "waiting"
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted="Ana Silva")
    press(signed_in, session, page, "save")
    assert attestations.of_registration(ana).state == "ready"


def test_b1_and_d1_and_e1(app, signed_in, session):
    reader = sign_in(app.test_client(), factories.an_account("reader"))
    assert reader.get(here(session)).status_code == 403
    assert submit(reader, "/coordination", to=here(session), step="save").status_code == 403
    assert signed_in.post(here(session), data={"step": "save"}).status_code == 400
    hostile = "<script>alert(1)</script>"
    page = press(signed_in, session, signed_in.get(here(session)), "read", pasted=f"{hostile}\n{hostile}; a@b.example")
    assert hostile not in page.text
    for asked in ("date=x", "date=999999", "feuille=9", "feuille=x"):
        assert signed_in.get(f"{here(session)}?{asked}").status_code == 404


def test_the_page_asks_as_many_questions_for_forty_people_as_for_four(signed_in, session, queries):
    signed_in.get(here(session))
    with queries() as once:
        signed_in.get(here(session))
    for _ in range(36):
        factories.a_registration(session)
    signed_in.get(here(session))
    with queries() as again:
        page = signed_in.get(here(session))
    assert (page.text.count('name="came"'), len(again)) == (40, len(once))
