"""The list of who registered as a file: whole, readable by a spreadsheet, harmless, and noted."""

import csv
import io
import zipfile
from datetime import timedelta
from xml.etree import ElementTree

import factories
import pytest
from filling_in import plainly
from harness.visitors import csrf_token, sign_in
from hypothesis import given
from hypothesis import strategies as st

from resal.actions import Actor, attending
from resal.db import db
from resal.documents.sheets import DANGEROUS, Table, as_csv, as_xlsx
from resal.models import Entry, Registration

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def here(session, page=""):
    return f"/coordination/rencontres/{session.id}/inscriptions{page}"


def taken(client, session, form, **more):
    token = csrf_token(client.get(here(session)))
    return client.post(here(session, "/fichier"), data={"csrf_token": token, "form": form, **more})


def as_rows(answer, delimiter=";"):
    return list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=delimiter))


def texts_of(body):
    """The rows of a workbook, all that it says, and whether any cell is a formula."""
    with zipfile.ZipFile(io.BytesIO(body)) as book:
        strings = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))  # noqa: S314 - our own file
        sheet = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))  # noqa: S314
    known = ["".join(one.itertext()) for one in strings]
    rows = [
        [known[int(cell[0].text)] if cell.get("t") == "s" else cell[0].text for cell in row if len(cell)]
        for row in sheet.iter(f"{SHEET}row")
    ]
    return rows, any(sheet.iter(f"{SHEET}f"))


@pytest.fixture
def full():
    session = factories.a_session("Haine en ligne", capacity=2, starts_in=-timedelta(hours=1))
    people = [("Zoé Roy", "confirmed"), ("Ana Silva", "confirmed"), ("Éva Roy", "waiting"), ("Bo Roy", "withdrawn")]
    for name, state in people:
        factories.a_registration(session, factories.a_participant(name), state=state, needs=f"Besoin de {name}")
    return session


def test_the_file_holds_everybody_with_accents_and_what_came_of_each_date(signed_in, full):
    zoe = db.session.query(Registration).filter_by(state="confirmed").first()
    attending.mark(zoe, full.live_meetings[0], "partial", Actor("account"))
    answer = taken(signed_in, full, "csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    heads, *rows = as_rows(answer)
    assert [row[0] for row in rows] == ["Ana Silva", "Bo Roy", "Éva Roy", "Zoé Roy"]
    eva, zoe_row = dict(zip(heads, rows[2], strict=True)), dict(zip(heads, rows[3], strict=True))
    assert (eva["État"], eva["Place en attente"], eva["Ce qui aiderait"]) == ("En attente", "1", "Besoin de Éva Roy")
    assert [text for head, text in zoe_row.items() if head.startswith("Présence")] == ["Présence en partie"]
    assert (zoe_row["Minutes de présence"], eva["Minutes de présence"]) == ("119", "")
    assert "@" in zoe_row["Courriel"]


def test_english_is_read_with_commas(app, full):
    client = sign_in(app.test_client(), factories.an_account(language="en"))
    heads = as_rows(taken(client, full, "csv"), ",")[0]
    assert heads[:3] == ["Name", "Organization", "Status"]


def test_the_workbook_says_the_same_as_the_csv(signed_in, full):
    rows, formulas = texts_of(taken(signed_in, full, "xlsx").data)
    assert [row[0] for row in rows] == ["Nom", "Ana Silva", "Bo Roy", "Éva Roy", "Zoé Roy"]
    assert not formulas


def test_a_filter_keeps_the_others_out(signed_in, full):
    assert [row[0] for row in as_rows(taken(signed_in, full, "csv", etat="attente"))[1:]] == ["Éva Roy"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_host_takes_neither_addresses_nor_needs(app, full, form):
    client = sign_in(app.test_client(), factories.an_account(role="host"))
    answer = taken(client, full, form)
    said = answer.data.decode("utf-8-sig") if form == "csv" else str(texts_of(answer.data))
    assert "Zoé Roy" in said
    assert "@" not in said
    assert "Besoin" not in said


def test_who_took_the_list_is_noted_without_a_name_of_the_list(signed_in, full):
    taken(signed_in, full, "xlsx")
    entry = db.session.query(Entry).filter_by(deed="roster.taken").one()
    assert (entry.subject_id, entry.details) == (full.id, {"form": "xlsx"})
    assert "Liste des inscriptions emportée" in signed_in.get("/coordination/journal").text


def test_looking_at_the_address_takes_nothing(signed_in, full):
    assert signed_in.get(here(full, "/fichier")).status_code == 405
    assert signed_in.post(here(full, "/fichier"), data={"form": "csv"}).status_code == 400


@pytest.mark.parametrize("form", ["", "pdf", "../csv", "xlsx\x00", "CSV"])
def test_another_kind_of_file_is_refused_and_nothing_noted(signed_in, full, form):
    assert taken(signed_in, full, form).status_code == 400
    assert db.session.query(Entry).filter_by(deed="roster.taken").count() == 0


@pytest.mark.parametrize("code", ["tout", "'; --", "confirmees "])
def test_a_filter_nobody_knows_is_not_found(signed_in, full, code):
    assert taken(signed_in, full, "csv", etat=code).status_code == 404
    assert signed_in.get(here(full, "/imprimer"), query_string={"etat": code}).status_code == 404


def test_f7_the_name_of_the_file_is_plain_whatever_the_title(signed_in):
    session = factories.a_session('Évil" \r\nSet-Cookie: x=1/../\u202etxt.exe')
    factories.a_registration(session, factories.a_participant("Ana Silva"))
    header = taken(signed_in, session, "csv").headers["Content-Disposition"]
    assert header.replace(f"{session.id}-", "").startswith('attachment; filename="evil')
    assert header.isascii()
    assert header.count('"') == 2


def test_the_whole_list_is_there_on_paper(signed_in, full):
    page = plainly(signed_in.get(here(full, "/imprimer")).text)
    assert all(name in page for name in ("Ana Silva", "Bo Roy", "Éva Roy", "Zoé Roy", "Besoin de Zoé Roy"))


def test_many_people_take_no_more_statements_than_a_few(signed_in, full, queries):
    with queries() as few:
        taken(signed_in, full, "csv")
    for n in range(60):
        factories.a_registration(full, factories.a_participant(f"Personne {n}"), state="waiting")
    with queries() as many:
        taken(signed_in, full, "csv")
    assert len(many) <= len(few)


cells = st.one_of(
    st.none(), st.integers(-9999, 9999), st.text(max_size=40), st.sampled_from(DANGEROUS).map(lambda c: f"{c}1+1")
)
tables = st.lists(st.tuples(cells, cells), max_size=5)


@given(tables)
def test_f2_whatever_is_typed_no_cell_of_a_csv_begins_a_formula(rows):
    body = as_csv(Table("x", ("a", "b"), rows), "fr").decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(body, newline=""), delimiter=";"))[1:]
    typed = [cell for row in rows for cell in row]
    said = [cell for row in read for cell in row]
    assert len(said) == len(typed)
    for cell, text in zip(typed, said, strict=True):
        assert isinstance(cell, int) or not text.lstrip(' "').startswith(DANGEROUS)
        assert text.removeprefix("'") == str("" if cell is None else cell).removeprefix("'")


printable = st.text(st.characters(exclude_categories=["C"]), max_size=40)


@given(st.lists(st.tuples(printable, printable), max_size=5), printable)
def test_f2_whatever_is_typed_a_workbook_holds_text_and_nothing_else(rows, name):
    read, formulas = texts_of(as_xlsx(Table(name, ("a", "b"), rows)))
    assert not formulas
    assert read[0] == ["a", "b"]
    assert read[1:] == [[cell for cell in row if cell] for row in rows if any(row)]
