"""Lines copied from a paper: who is meant, who may be, what is given back."""

import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.queries import sheet_reading
from resal.queries.sheet_reading import Doubt, Stranger


@dataclass(frozen=True)
class Row:
    id: int
    name: str
    email: str


ROWS = [
    Row(11, "Zoé Archambault", "zoe@x.example"), Row(12, "Bo Éthier", "equipe@x.example"),
    Row(13, "Ana Silva", "ana@x.example"), None, Row(15, "Ana Roy", "equipe@x.example"),
    Row(16, "Jean-François D’Œuvre", "jf@x.example"),
]  # fmt: skip


def read(text, rows=ROWS):
    return sheet_reading.read(text, rows)


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("1, 3", {11, 13}), ("1-3", {11, 12, 13}), ("1 3\n2", {11, 12, 13}), ("1 à 2; 5", {11, 12, 15}),
        ("ana silva", {13}), ("SILVA, Ana", {13}), ("Silva Ana", {13}), ("zoe archambault", {11}),
        ("3. Ana Silva", {13}),
        ("Ana Silva; Maison des jeunes", {13}), ("ANA@X.example", {13}), ("Ana Silva <ana@x.example>", {13}),
        ("Bo Ethier, equipe@x.example", {12}), ("Ana Roy;equipe@x.example;Maison", {15}),
        ("jean francois d'oeuvre", {16}),
        ("Nom;Courriel\nAna Silva;ana@x.example", {13}), ("1;Zoé Archambault;zoe@x.example", {11}), ("\n \n", set()),
    ],
)  # fmt: skip
def test_what_can_mean_one_person_alone_is_understood(text, people):
    found = read(text)
    assert (found.people, found.doubts, found.strangers, found.unknown) == (people, [], [], [])


@pytest.mark.parametrize(
    ("line", "people"),
    [("Ana", (13, 15)), ("Ana Silba", (13,)), ("Zoe Archambaut", (11,)), ("equipe@x.example", (12, 15))],
)
def test_what_resembles_somebody_is_asked_about_and_never_decided(line, people):
    found = read(line)
    assert (found.people, found.doubts) == (set(), [Doubt(line, people)])


def test_somebody_with_an_address_of_their_own_was_not_on_the_list():
    found = read("Li Wei; li@y.example; CIUSSS\nMo Diop, mo@y.example")
    assert found.strangers == [Stranger("Li Wei", "li@y.example", "CIUSSS"), Stranger("Mo Diop", "mo@y.example", "")]


@pytest.mark.parametrize("line", ["99", "4", "Xavier Quelconque", "inconnu@y.example", "???", "0"])
def test_what_means_nobody_is_given_back(line):
    found = read(line)
    assert (found.people, found.doubts, found.strangers, found.unknown) == (set(), [], [], [line])


def test_two_people_of_one_name_are_told_apart_by_somebody():
    rows = [Row(1, "Ana Silva", "a@x.example"), Row(2, "Ana Silva", "b@x.example")]
    assert read("Ana Silva", rows).doubts == [Doubt("Ana Silva", (1, 2))]
    assert read("Ana Silva; b@x.example", rows).people == {2}


@given(st.permutations([row for row in ROWS if row]), st.booleans())
def test_the_order_of_the_lines_changes_nothing(rows, upper):
    text = "\n".join(row.name.upper() if upper else row.name for row in rows)
    assert read(text).people == {row.id for row in rows}


@given(st.text(max_size=300))
def test_any_text_is_read_and_nothing_of_it_is_lost(text):
    found = read(text)
    known = {row.id for row in ROWS if row}
    assert found.people <= known
    assert all(set(doubt.people) <= known for doubt in found.doubts)


def test_j8_a_whole_hall_of_typos_is_read_in_a_few_seconds():
    rows = [Row(n, f"Anastasia{n} Belanger{n}", f"a{n}@x.example") for n in range(400)]
    text = "\n".join(f"Anastazia{n} Belangr{n}" for n in range(sheet_reading.MOST_LINES))
    started = time.perf_counter()
    read(text, rows)
    assert time.perf_counter() - started < 5
    assert not sheet_reading.too_long(text)
    assert sheet_reading.too_long(text + "\nx")
    assert sheet_reading.too_long("x" * 301)
