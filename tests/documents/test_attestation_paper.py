"""The paper of an attestation: what a PDF reader finds in it, word for word, and for those who listen to it."""

import io
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from resal.documents import attestation, press
from resal.documents.attestation import Paper, Row

PAPER = Paper(
    language="fr", issuer="RÉSAL, Réseau d’échange et de soutien aux actions locales",
    heading="Attestation de participation", given="On atteste que", name="Zoé Bélanger-Nguyễn",
    took_part="a participé à la rencontre", what="Haine en ligne : répondre", what_language=None,
    rows=(Row("Dates", "2 décembre 2026"), Row("Durée", "3 h"), Row("Animation", "Camille Roy, Nadège Pierre")),
    number="Numéro", code="AB23-CD45", issued="Délivrée le 3 décembre 2026",
    check="Pour vérifier cette attestation :", url="https://resal.example/v/AB23-CD45",
    qr_alt="Code QR qui mène à la page où cette attestation se vérifie",
    issued_at=datetime(2026, 12, 3, 9, 30, 0, 123, UTC),
)  # fmt: skip
ENGLISH = replace(PAPER, language="en", heading="Certificate of attendance", what_language="fr")


def opened(paper):
    return PdfReader(io.BytesIO(attestation.pdf(paper)))


def words(reader):
    """The text of all pages, whatever the line ends."""
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def tags(node):
    """The types of the structure, from the root down."""
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return []
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    return [str(node.get("/S", "")), *(tag for kid in kids for tag in tags(kid))]


def test_it_says_all_there_is_to_say_on_one_page():
    reader = opened(PAPER)
    assert len(reader.pages) == 1
    assert words(reader) == (
        "RÉSAL, Réseau d’échange et de soutien aux actions locales Attestation de participation On atteste que "
        "Zoé Bélanger-Nguyễn a participé à la rencontre Haine en ligne : répondre Dates 2 décembre 2026 Durée 3 h "
        "Animation Camille Roy, Nadège Pierre Numéro AB23-CD45 Délivrée le 3 décembre 2026 "
        "Pour vérifier cette attestation : https://resal.example/v/AB23-CD45"
    )


@pytest.mark.parametrize(("paper", "language"), [(PAPER, "fr-CA"), (ENGLISH, "en-CA")])
def test_it_is_tagged_titled_in_its_language_and_says_that_it_is_pdf_ua(paper, language):
    reader = opened(paper)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == f"{paper.heading} – AB23-CD45"
    assert reader.metadata.author == paper.issuer
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(root["/StructTreeRoot"])
    assert {"/Document", "/P", "/L", "/LI", "/LBody", "/Figure", "/Link"} <= set(found)
    assert found.count("/Figure") == 1


def test_the_code_has_words_for_whoever_cannot_see_it():
    assert PAPER.qr_alt in _alternatives(opened(PAPER).trailer["/Root"]["/StructTreeRoot"])


def test_the_same_paper_is_the_same_bytes():
    assert attestation.pdf(PAPER) == attestation.pdf(PAPER)
    assert attestation.pdf(PAPER) != attestation.pdf(ENGLISH)


@pytest.mark.parametrize(
    "name",
    [
        "$x$ *b* _i_ `c` #evil #import \"@preview/x:1.0.0\" <label> @ref \\ [x] {y} // z /* w */",
        '"}); #read("/etc/passwd")', "= Titre", "- liste", "+ liste", "http://evil.example",
        "~ -- --- ...", "&lt;b&gt;",
    ],
)  # fmt: skip
def test_e10_hostile_words_are_printed_as_they_are(name):
    everywhere = replace(PAPER, name=name, what=name, issuer=name, rows=(Row("Dates", name),))
    assert words(opened(everywhere)).count(" ".join(name.split())) == 4


@pytest.mark.parametrize("name", ["محمد علي", "שלום כהן", "Αλέξανδρος", "Иван Петров", "Nguyễn Thị Ánh"])
def test_other_scripts_are_printed_and_it_stays_pdf_ua(name):
    reader = opened(replace(PAPER, name=name))
    assert b"pdfuaid" in reader.trailer["/Root"]["/Metadata"].get_data()
    assert set("".join(name.split())) <= set(words(reader))


@pytest.mark.parametrize("name", ["李小龍", "🎉 fête", "\U000e0041"])
def test_a_sign_that_no_font_draws_stops_nothing(name):
    reader = opened(replace(PAPER, name=name))
    assert "AB23-CD45" in words(reader)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("name", ["a" * 200, "Ana Silva " * 20, "é" * 200])
def test_a_name_of_two_hundred_characters_stays_on_the_page(name):
    reader = opened(replace(PAPER, name=name, what=name))
    assert len(reader.pages) == 1
    assert words(reader).replace(" ", "").count(name.replace(" ", "")) == 2
    assert max(len(line) for line in reader.pages[0].extract_text().splitlines()) < 90


@given(st.text(max_size=60))
def test_any_name_makes_a_paper(name):
    assert "AB23-CD45" in words(opened(replace(PAPER, name=name)))


def test_a_paper_is_made_in_well_under_a_second():
    attestation.pdf(PAPER)
    started = time.perf_counter()
    for _ in attestation.pdfs([PAPER] * 10):
        pass
    assert (time.perf_counter() - started) / 10 < 0.5


def test_nothing_is_fetched_and_no_file_but_the_template_is_read():
    source = (press.ROOT / "attestation.typ").read_text("utf-8")
    assert "@preview" not in source
    assert "read(" not in source


def _alternatives(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return []
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    own = [str(node["/Alt"])] if "/Alt" in node else []
    return [*own, *(found for kid in kids for found in _alternatives(kid))]
