"""The sheet that people sign: a numbered line for each, blank ones, for whoever reads or listens to it."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from resal.documents import sign_in
from resal.documents.sign_in import Line, Sheet

SHEET = Sheet(
    language="fr", heading="Feuille de présence", title="Haine en ligne : répondre", title_language=None,
    when="mercredi 2 décembre 2026, 9 h 30 à 12 h 30", issuer="RÉSAL",
    lines=(Line(1, "Ana Silva", "Maison des jeunes"), Line(2, "Zoé Bélanger-Nguyễn", "CIUSSS")),
    heads=("No", "Nom", "Organisme", "Courriel", "Signature"), list_of="Personnes inscrites",
    welcome="Vous n’étiez pas sur la liste : bienvenue.", nobody="Personne.", page_of="Page {page} sur {pages}",
    foot="Feuille 3", printed_at=datetime(2026, 12, 1, tzinfo=UTC),
)  # fmt: skip


def opened(sheet):
    return PdfReader(io.BytesIO(sign_in.pdf(sheet)))


def words(page):
    return " ".join(page.extract_text().split())


def tags(node):
    node = node.get_object() if hasattr(node, "get_object") else node
    if not isinstance(node, dict):
        return []
    kids = node.get("/K", [])
    kids = kids if isinstance(kids, list) else [kids]
    return [str(node.get("/S", "")), *(tag for kid in kids for tag in tags(kid))]


def test_it_is_tagged_titled_and_says_that_it_is_pdf_ua():
    reader = opened(SHEET)
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "fr-CA"
    assert reader.metadata.title == "Feuille de présence – Haine en ligne : répondre"
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    found = tags(root["/StructTreeRoot"])
    assert {"/Table", "/TR", "/TH", "/TD", "/H1"} <= set(found)
    assert found.count("/Table") == 2


def test_everybody_has_a_number_and_everybody_else_a_blank_line():
    [page] = opened(SHEET).pages
    assert "No Nom Organisme Signature 1 Ana Silva Maison des jeunes 2 Zoé Bélanger-Nguyễn CIUSSS" in words(page)
    assert "bienvenue. Nom Courriel Organisme Signature" in words(page)
    assert "Feuille 3 Page 1 sur 1" in words(page)
    assert "Personne." in words(opened(replace(SHEET, lines=())).pages[0])


def test_four_hundred_people_take_as_many_pages_as_it_takes_each_with_its_heads():
    lines = tuple(Line(n, f"Personne numéro {n}", "Organisme") for n in range(1, 401))
    pages = [words(page) for page in opened(replace(SHEET, lines=lines)).pages]
    assert all("Nom" in page and "Signature" in page for page in pages)
    assert [f"Page {n} sur {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    whole = " ".join(pages)
    assert all(f"Personne numéro {n} " in whole for n in range(1, 401))


def test_where_no_organization_is_shown_there_is_no_column_for_it():
    heads = ("No", "Nom", "", "Courriel", "Signature")
    assert "No Nom Signature 1 Ana Silva 2" in words(opened(replace(SHEET, heads=heads)).pages[0])


@pytest.mark.parametrize(
    "name", ["A" * 200, "李小龙", '#import "x"', "$x^2$ *b* @ref <l>", "\u202eevil", "", "a b " * 60]
)
def test_any_name_is_printed_as_it_is_on_the_page(name):
    assert len(opened(replace(SHEET, lines=(Line(1, name, name),))).pages) >= 1


@settings(max_examples=25)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=120))
def test_e10_no_text_is_ever_markup(text):
    sheet = replace(SHEET, title=text, lines=(Line(1, text, text),), foot=text)
    assert sign_in.pdf(sheet).startswith(b"%PDF")
