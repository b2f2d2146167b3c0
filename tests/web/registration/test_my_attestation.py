"""One's own attestation: asked for by a button, the same paper ever after; the page that checks its number."""

import io
import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from pypdf import PdfReader

from resal import clock, tokens
from resal.actions import Actor, attending, certifying
from resal.db import db
from resal.models import Attestation, SeriesRegistration, localized
from resal.queries.attestation_rules import Rule
from resal.web import doors

TEAM = Actor("account")


def a_place(name="Ana Silva", *, attended=True, session=None, language="fr", **columns):
    """A seat in a session that is over, and whether its person came."""
    session = session or factories.a_session(
        "Haine en ligne", starts_in=-timedelta(days=7), attendance_closed_at=clock.now(), **columns
    )
    place = factories.a_registration(session, factories.a_participant(name), language=language)
    if attended:
        attending.mark(place, session.live_meetings[0], "present", TEAM)
    return place


def pages_of(app, place):
    with app.test_request_context():
        token = doors.seat_token(place.nonce)
    return f"/inscription/{token}", f"/en/registration/{token}"


def words(answer):
    return " ".join(PdfReader(io.BytesIO(answer.data)).pages[0].extract_text().split())


def test_a_button_makes_it_and_the_link_gives_the_same_paper_each_time(app, client):
    french, english = pages_of(app, a_place())
    seat = client.get(french)
    assert "Obtenir mon attestation" in seat.text
    made = client.post(f"{french}/attestation.pdf", data={"csrf_token": csrf_token(seat)})
    assert (made.status_code, made.location) == (303, f"{french}#attestation")
    [issued] = db.session.query(Attestation)
    assert issued.code in client.get(french).text
    papers = [client.get(f"{french}/attestation.pdf") for _ in range(2)]
    assert papers[0].data == papers[1].data
    assert papers[0].mimetype == "application/pdf"
    assert papers[0].headers["Content-Disposition"] == f'attachment; filename="attestation-{issued.code}.pdf"'
    assert "no-store" in papers[0].headers["Cache-Control"]
    assert f"Numéro {issued.code}" in words(papers[0])
    in_english = client.get(f"{english}/certificate.pdf")
    assert f"certificate-{issued.code}.pdf" in in_english.headers["Content-Disposition"]
    assert "Certificate of attendance This is to certify that Ana Silva attended the session" in words(in_english)
    assert f"/en/v/{issued.code}" in words(in_english)


def test_k2_the_button_pressed_twice_and_again_from_an_old_page_makes_one(app, client):
    french, _ = pages_of(app, a_place())
    token = csrf_token(client.get(french))
    codes = [client.post(f"{french}/attestation.pdf", data={"csrf_token": token}).status_code for _ in range(3)]
    assert codes == [303, 303, 303]
    assert db.session.query(Attestation).count() == 1


def test_d2_opening_the_link_makes_nothing_and_leads_to_the_page_that_says_why(app, client):
    for place in (a_place(), a_place("Li Wei", attended=False)):
        french, _ = pages_of(app, place)
        answer = client.get(f"{french}/attestation.pdf")
        assert (answer.status_code, answer.location) == (303, f"{french}#attestation")
    assert "On n’a pas noté votre présence. Vous y étiez?" in client.get(french).text
    refused = client.post(f"{french}/attestation.pdf", data={"csrf_token": csrf_token(client.get("/me-prevenir"))})
    assert (refused.status_code, refused.location) == (303, f"{french}#attestation")
    assert db.session.query(Attestation).count() == 0


def test_asking_too_early_gets_the_sentence_and_nothing_else(app, client):
    session = factories.a_session(starts_in=timedelta(days=1))
    place = a_place(session=session, attended=False)
    french, english = pages_of(app, place)
    assert "Elle sera sur cette page après la rencontre." in client.get(french).text
    assert "It will be on this page after the session." in client.get(english).text
    token = csrf_token(client.get(f"{french}/annuler"))
    client.post(f"{french}/attestation.pdf", data={"csrf_token": token})
    assert "Elle sera sur cette page après la rencontre." in client.get(french).text
    assert db.session.query(Attestation).count() == 0


def test_b12_the_link_of_somebody_else_or_of_nobody_gives_nothing(app, client):
    certifying.issue(a_place())
    other, _ = pages_of(app, a_place("Li Wei", attended=False))
    assert client.get(f"{other}/attestation.pdf").status_code == 303
    for token in ("A" * 43, "1", "é" * 43, "A" * 4000):
        assert client.get(f"/inscription/{token}/attestation.pdf").status_code == 404
        assert client.get(f"/en/registration/{token}/certificate.pdf").status_code == 404


def test_h1_a_receipt_reads_like_a_first_seat(app, client):
    session = factories.a_session(capacity=9)
    who = {"name": "Ana Silva", "email": "ana@maison.example", "organization": "Maison"}
    browsers = [client, app.test_client()]
    seats = [submit(one, f"/rencontres/{session.id}/inscription", **who).location for one in browsers]
    first, receipt = (one.get(seat).text for one, seat in zip(browsers, seats, strict=True))
    section = re.compile(r'<section class="stack" id="attestation">.*?</section>', re.DOTALL)
    assert section.search(first)[0] == section.search(receipt)[0]
    assert "Le lien est dans votre courriel" in browsers[1].get(f"{seats[1]}/attestation.pdf").text


def test_what_was_taken_back_says_why_on_the_page_and_has_no_paper(app, client):
    place = a_place()
    issued = certifying.issue(place)
    certifying.revoke(issued, "Une erreur sur la liste.", TEAM)
    french, _ = pages_of(app, place)
    assert "La coordination a retiré cette attestation. Raison : Une erreur sur la liste." in client.get(
        french
    ).text.replace("\u00a0", " ")
    assert client.get(f"{french}/attestation.pdf").status_code == 303
    client.post(f"{french}/attestation.pdf", data={"csrf_token": csrf_token(client.get("/me-prevenir"))})
    assert db.session.query(Attestation).count() == 1


def test_a_number_proves_what_its_paper_says_and_no_more(client):
    issued = certifying.issue(a_place("Ana $x$ <b>Silva</b>"))
    for written in (issued.code, issued.code.lower(), issued.code.replace("-", ""), issued.code.replace("-", "%20")):
        page = client.get(f"/v/{written}")
        assert page.status_code == 200
        assert "Ana $x$ &lt;b&gt;Silva&lt;/b&gt;" in page.text
    for said in ("Valide", "Haine en ligne", "17\u00a0novembre\u00a02026", "3\u00a0h", "noindex"):
        assert said in page.text
    for hidden in ("maison.example", "Maison des jeunes"):
        assert hidden not in page.text
    assert "Valid" in client.get(f"/en/v/{issued.code}").text
    assert "no-store" in page.headers["Cache-Control"]


def test_a_number_that_holds_no_more_says_so_and_names_nobody(client):
    old = certifying.issue(a_place("Ana Sliva"))
    new = certifying.reissue(old, "Ana Silva", TEAM)
    page = client.get(f"/v/{old.code}")
    assert "une autre la remplace" in page.text
    assert not any(word in page.text for word in ("Ana", "Haine", new.code))
    certifying.revoke(new, "Une erreur de Camille", TEAM)
    page = client.get(f"/v/{new.code}")
    assert "elle a été retirée le 24\u00a0novembre\u00a02026" in page.text
    assert not any(word in page.text for word in ("Ana", "Haine", "Camille"))


@pytest.mark.parametrize(
    "code", ["ZZ22-ZZ22", "1", "AB23", "AB23-CD45-EF67", "%3Cscript%3E", "é" * 60, "%00", "A" * 3000]
)
def test_a_number_that_nobody_has_is_a_404_with_words(client, code):
    answer = client.get(f"/v/{code}")
    assert answer.status_code == 404
    assert "<script>" not in answer.text.replace("<script type", "")
    assert "Aucune attestation ne porte ce numéro." in answer.text


@pytest.mark.rate_limited
def test_numbers_cannot_be_tried_one_after_the_other(client):
    codes = [client.get(f"/v/AB22-CD{n}").status_code for n in range(22, 99)]
    assert (set(codes), codes[59], codes[-1]) == ({404, 429}, 404, 429)


def test_one_of_a_whole_series_is_reached_from_each_place_and_from_the_series(app, client):
    series = factories.a_series(attestation_rule=Rule("series").stored())
    series.title = localized({"fr": "Cycle d'automne", "en": "Fall cycle"})
    db.session.commit()
    place = a_place(series=series)
    whole = SeriesRegistration(
        series=series, participant=place.participant, nonce=tokens.new_nonce(), created_at=clock.now()
    )
    db.session.add(whole)
    db.session.commit()
    with app.test_request_context():
        mine = f"/inscription/serie/{doors.whole_token(whole.nonce)}"
    page = client.get(mine)
    assert "Obtenir mon attestation" in page.text
    action = re.search(r'action="([^"]+/attestation\.pdf)"', page.text)[1]
    client.post(action, data={"csrf_token": csrf_token(page)})
    [issued] = db.session.query(Attestation)
    assert issued.code in client.get(mine).text
    assert "Elle vaut pour toute la série." in client.get(pages_of(app, place)[0]).text
    assert "a participé à la série Cycle d’automne" in words(client.get(action))
