"""The team's pages of attestations: the rule, who has one, all as one file, one taken back or issued again."""

import io
import zipfile
from datetime import timedelta

import factories
import pytest
from harness.visitors import sign_in, submit
from pypdf import PdfReader

from resal import clock
from resal.actions import Actor, attending, certifying
from resal.actions.stays import Stay
from resal.db import db
from resal.models import Attestation, Letter, Registration, localized

TEAM = Actor("account")


def held(*names, closed=True, **columns):
    """A session that is over, and people who came."""
    session = factories.a_session("Haine en ligne", starts_in=-timedelta(days=7), capacity=200, **columns)
    for name in names:
        place = factories.a_registration(session, factories.a_participant(name))
        attending.mark(place, session.live_meetings[0], "present", TEAM)
    session.attendance_closed_at = clock.now() if closed else None
    db.session.commit()
    return session


def page_of(session):
    return f"/coordination/rencontres/{session.id}/attestations"


def plain(answer):
    return answer.text.replace("\u00a0", " ")


def test_the_page_says_the_rule_who_came_and_issues_to_all_at_once(signed_in):
    session = held("Ana Silva", "Zoé Roy")
    factories.a_registration(session, factories.a_participant("Li Wei"))
    page = plain(signed_in.get(page_of(session)))
    for said in (
        "dès 1 date de présence",
        "Délivrer 2 attestations",
        "1 date, 3 h",
        "Ne suffit pas",
        "Aucune présence",
    ):
        assert said in page, said
    answer = submit(signed_in, page_of(session), issue="1")
    assert (answer.status_code, answer.location) == (303, page_of(session))
    page = plain(signed_in.get(page_of(session)))
    assert "2 attestations délivrées." in page
    assert "Télécharger les 2 attestations (ZIP)" in page
    assert "Délivrer" not in page
    again = submit(signed_in, page_of(session), issue="1")
    assert again.status_code == 303
    assert "plus d’attestation à délivrer" in signed_in.get(page_of(session)).text
    assert db.session.query(Attestation).count() == 2


def test_before_its_time_the_page_says_why_and_issues_nothing(signed_in):
    session = held("Ana Silva", closed=False)
    assert "pas encore terminé la liste" in signed_in.get(page_of(session)).text
    submit(signed_in, page_of(session), issue="1")
    assert "pas encore terminé la liste" in signed_in.get(page_of(session)).text
    assert db.session.query(Attestation).count() == 0


def test_a_rule_is_set_and_the_page_says_it(signed_in):
    session = held("Ana Silva")
    answer = submit(signed_in, page_of(session), of="session", least="4", counted="hours")
    assert answer.status_code == 303
    assert "dès 4 heures de présence" in plain(signed_in.get(page_of(session)))
    assert session.attestation_rule == {"of": "session", "count": "hours", "least": 4}
    submit(signed_in, page_of(session), of="", least="", counted="meetings")
    assert session.attestation_rule is None
    assert "Règle des attestations changée" in signed_in.get(f"/coordination/rencontres/{session.id}").text
    assert "Règle des attestations changée" in signed_in.get("/coordination/journal").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"of": "session", "least": "", "counted": "hours"}, {"of": "session", "least": "0", "counted": "hours"},
        {"of": "session", "least": "-3", "counted": "hours"}, {"of": "session", "least": "1" * 400, "counted": "hours"},
        {"of": "session", "least": "2,5", "counted": "hours"}, {"of": "series", "least": "1", "counted": "meetings"},
        {"of": "session", "least": "1", "counted": "weeks"}, {"of": "x", "least": "1", "counted": "meetings"},
    ],
)  # fmt: skip
def test_a_rule_that_makes_no_sense_comes_back_with_what_was_typed(signed_in, wrong):
    session = held("Ana Silva")
    answer = submit(signed_in, page_of(session), **wrong)
    assert answer.status_code == 422
    assert 'class="error-summary"' in answer.text
    if len(wrong["least"]) < 5:
        assert f'value="{wrong["least"]}"' in answer.text
    assert session.attestation_rule is None


def test_all_of_a_session_come_as_one_file_each_in_its_own_language(app, signed_in):
    session = held("Ana Silva", "../../etc/passwd", "محمد علي", "Zoé \u202eRoy\r\nX: y", "a" * 200)
    english = factories.a_participant("Kim Lee", language="en")
    attending.mark(factories.a_registration(session, english), session.live_meetings[0], "present", TEAM)
    certifying.issue_all(session, TEAM)
    certifying.revoke(db.session.query(Attestation).filter_by(name="Ana Silva").one(), "Erreur", TEAM)
    answer = signed_in.get(f"{page_of(session)}.zip")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="attestations-{session.id}.zip"'
    archive = zipfile.ZipFile(io.BytesIO(answer.data))
    assert archive.testzip() is None
    codes = {one.name: one.code for one in db.session.query(Attestation).filter_by(ended_at=None)}
    named = {name.removesuffix(".pdf")[10:] for name in archive.namelist()}
    assert named == {"etc-passwd", "", "zoe-roy-x-y", "a" * 60, "kim-lee"}
    assert {name[:9] for name in archive.namelist()} == set(codes.values())
    kim = archive.read(f"{codes['Kim Lee']}-kim-lee.pdf")
    assert PdfReader(io.BytesIO(kim)).trailer["/Root"]["/Lang"] == "en-CA"


def test_a_file_of_nothing_is_a_404(signed_in):
    session = held("Ana Silva")
    assert signed_in.get(f"{page_of(session)}.zip").status_code == 404
    assert signed_in.get(f"/coordination/series/{factories.a_series().id}/attestations.zip").status_code == 404


def test_one_is_taken_back_with_a_reason_that_is_asked_for(signed_in):
    session = held("Ana Silva")
    certifying.issue_all(session, TEAM)
    issued = db.session.query(Attestation).one()
    here = f"/coordination/attestations/{issued.id}"
    assert signed_in.get(f"{here}.pdf").mimetype == "application/pdf"
    refused = submit(signed_in, here, move="revoke", reason="  ")
    assert (refused.status_code, "Dites pourquoi" in refused.text) == (422, True)
    assert submit(signed_in, here, move="revoke", reason="Cette présence était une erreur").status_code == 303
    page = signed_in.get(here)
    assert "Retirée" in page.text
    assert "Cette présence était une erreur" in page.text
    assert signed_in.get(f"{here}.pdf").status_code == 404
    assert "Retirée" in signed_in.get(page_of(session)).text
    assert [letter.kind for letter in db.session.query(Letter)] == ["attestation_revoked"]
    letter = db.session.query(Letter).one()
    assert signed_in.get(f"/coordination/lettres/{letter.id}").status_code == 200
    assert "Attestation retirée" in signed_in.get("/coordination/journal").text


def test_one_is_issued_again_with_its_name_put_right(signed_in):
    session = held("Ana Sliva")
    certifying.issue_all(session, TEAM)
    old = db.session.query(Attestation).one()
    here = f"/coordination/attestations/{old.id}"
    assert 'value="Ana Sliva"' in signed_in.get(here).text
    refused = submit(signed_in, here, move="reissue", name="x" * 300)
    assert (refused.status_code, "x" * 300 in refused.text) == (422, True)
    answer = submit(signed_in, here, move="reissue", name="Ana Silva")
    new = db.session.query(Attestation).filter_by(name="Ana Silva").one()
    assert answer.location == f"/coordination/attestations/{new.id}"
    assert submit(signed_in, here.replace(str(old.id), str(new.id)), move="x").status_code == 400
    assert "Celle qui la remplace" in signed_in.get(here).text
    lines = plain(signed_in.get(page_of(session)))
    assert (lines.count(new.code), lines.count(old.code)) == (1, 0)


def test_of_somebody_erased_the_team_still_sees_the_proof(signed_in):
    session = held("Ana Silva")
    certifying.issue_all(session, TEAM)
    person = db.session.query(Attestation).one().participant
    person.name = person.email = ""
    person.erased_at = clock.now()
    db.session.commit()
    assert "Ana Silva" in signed_in.get(page_of(session)).text
    assert (
        'value="Ana Silva"'
        in signed_in.get(f"/coordination/attestations/{db.session.query(Attestation).one().id}").text
    )


def test_those_of_a_whole_series_are_on_its_own_page(signed_in):
    series = factories.a_series()
    series.title = localized({"fr": "Cycle d'automne"})
    db.session.commit()
    session = held("Ana Silva", series=series)
    here = f"/coordination/series/{series.id}/attestations"
    assert submit(signed_in, here, of="series", least="1", counted="meetings").status_code == 303
    assert f'href="{here}"' in signed_in.get(page_of(session)).text
    assert "Délivrer" not in signed_in.get(page_of(session)).text
    submit(signed_in, here, issue="1")
    issued = db.session.query(Attestation).one()
    assert issued.series_id == series.id
    archive = zipfile.ZipFile(io.BytesIO(signed_in.get(f"{here}.zip").data))
    assert archive.namelist() == [f"{issued.code}-ana-silva.pdf"]
    assert f'href="{here}"' in signed_in.get(f"/coordination/attestations/{issued.id}").text
    assert f'href="{here}"' in signed_in.get(f"/coordination/series/{series.id}").text


def test_a_long_list_is_shown_a_page_at_a_time_for_as_many_statements(signed_in, queries):
    few, many = held("Ana Silva"), held()
    for number in range(120):
        factories.a_registration(many, factories.a_participant(f"Personne {number:03}"))
    counts = []
    for session in (few, many):
        signed_in.get(page_of(session))
        with queries() as sent:
            assert signed_in.get(page_of(session)).status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 16
    assert "Personne 119" in signed_in.get(f"{page_of(many)}?page=2").text
    assert [signed_in.get(f"{page_of(many)}?page={n}").status_code for n in ("3", "0", "x", "9" * 30)] == [404] * 4


@pytest.mark.parametrize("role", ["host", "reader"])
def test_b12_the_coordination_alone_sees_them(app, role):
    session = held("Ana Silva")
    certifying.issue_all(session, TEAM)
    issued = db.session.query(Attestation).one()
    member = sign_in(app.test_client(), factories.an_account(role))
    for path in (page_of(session), f"{page_of(session)}.zip", f"/coordination/attestations/{issued.id}.pdf"):
        assert member.get(path).status_code == 403
    assert app.test_client().get(f"/coordination/attestations/{issued.id}.pdf").status_code == 303


def test_an_attestation_that_says_otherwise_than_what_is_noted_now_is_pointed_out(signed_in):
    session = held("Ana Silva", "Zoé Roy")
    certifying.issue_all(session, TEAM)
    assert "à revoir" not in signed_in.get(page_of(session)).text
    ana = db.session.query(Attestation).filter_by(name="Ana Silva").one()
    place = db.session.query(Registration).filter_by(participant_id=ana.participant_id).one()
    attending.mark_part(place, session.live_meetings[0], Stay(minutes=30), TEAM)
    assert plain(signed_in.get(page_of(session))).count("Délivrée, à revoir : les présences ont changé") == 1
    certifying.reissue(ana, "Ana Silva", TEAM)
    assert "à revoir" not in signed_in.get(page_of(session)).text
