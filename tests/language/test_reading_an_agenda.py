"""What people paste becomes lines, and what is written reads back."""

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.language.agenda_lines import (
    PART_WORDS,
    WHOLE,
    AgendaLine,
    join_known,
    names_of,
    read,
    split_role,
    write,
)
from resal.language.spoken_times import Day
from resal.language.typography import plain

TEMPTING = [
    "Jour 2", "9 h 30", "AM", "Matin : ", "[", "]", '"', "|", " / ", "# ", "- ", "Salle 2 : ", ",", ";", "midi", "–",
    "2 décembre", "1:30 p.m.", "Toute la rencontre", "Ana", "é", "\u202f", "\\",
]  # fmt: skip


def on_one_line(text: str) -> str:
    return " ".join(plain(text).split())


words = st.one_of(st.lists(st.sampled_from(TEMPTING), max_size=6).map("".join), st.text(max_size=30)).map(on_one_line)
titles = words.filter(bool)
hours = st.times().map(lambda at: time(at.hour, at.minute))
spans = st.one_of(
    st.just((None, None)), st.tuples(hours, st.none()), st.tuples(hours, hours).map(sorted).map(tuple)
)  # fmt: skip
days = st.one_of(st.integers(1, 40).map(Day), st.just(WHOLE[0]))


@st.composite
def lines(draw: st.DrawFn) -> AgendaLine:
    start, end = draw(spans)
    return AgendaLine(
        draw(days), draw(st.sampled_from([None, *PART_WORDS])), start, end, draw(words), draw(titles), draw(words),
        tuple(draw(st.lists(titles, max_size=3))),
    )  # fmt: skip


def said(day: Day | str | None) -> str:
    return f"Jour {day.number}" if isinstance(day, Day) else str(day)


@given(st.lists(lines(), max_size=5))
def test_whatever_agenda_is_written_reads_back_as_it_was(agenda: list[AgendaLine]) -> None:
    assert read(write(agenda, said)) == agenda


@given(st.one_of(st.text(), st.lists(st.sampled_from([*TEMPTING, "\n", "\t"])).map("".join)))
def test_no_text_breaks_the_reader_nor_loses_a_letter(text: str) -> None:
    found = read(text)
    assert len(found) <= len(text.splitlines()) + text.count("\v")
    names_of(text)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("9 h 30–10 h 15 Accueil", (9, 30), (10, 15)), ("9:30-10:15 Accueil", (9, 30), (10, 15)),
        ("9\u00a0h\u00a030\u202f—\u202f10\u00a0h\u00a015 : Accueil", (9, 30), (10, 15)), ("13h Accueil", (13, 0), None),
        ("13H30. Accueil", (13, 30), None), ("de 9 h à midi – Accueil", (9, 0), (12, 0)),
        ("9-10 h 30 Accueil", (9, 0), (10, 30)), ("9:30-10 Accueil", (9, 30), (10, 0)),
        ("1:30 p.m. to 2:45 p.m. Accueil", (13, 30), (14, 45)), ("1–2:30 pm Accueil", (13, 0), (14, 30)),
        ("11-1:30 p.m. Accueil", (11, 0), (13, 30)), ("12 a.m. Accueil", (0, 0), None),
        ("noon: Accueil", (12, 0), None), ("• 9 h\tAccueil", (9, 0), None), ("- 9 h → 10 h Accueil", (9, 0), (10, 0)),
    ],
)  # fmt: skip
def test_hours_are_read_in_both_languages_with_any_dash_and_any_space(text, start, end) -> None:
    [line] = read(text)
    assert line == AgendaLine(start=time(*start), end=time(*end) if end else None, french="Accueil")


@pytest.mark.parametrize(
    "title",
    ["12 jeunes racontent", "45 h de formation", "2-3 personnes", "Soirée de clôture", "9 ambitions", "AMI", "25:00 x",
     "13 p.m. Salon", "Atelier : répondre", "Jour 2 de la marche", "2 décembre, on se souvient", "9 h30min"],
)  # fmt: skip
def test_what_only_looks_like_an_hour_or_a_day_stays_a_title(title) -> None:
    assert [line.french for line in read(title)] == [title]


def test_a_line_says_its_track_its_two_titles_and_who_leads() -> None:
    assert read("9 h [Atelier A] La rue / The street | Modération : Nadège Étienne, Ville") == [
        AgendaLine(
            start=time(9), track="Atelier A", french="La rue", english="The street",
            names=("Modération : Nadège Étienne", "Ville"),
        )
    ]  # fmt: skip
    behind = "9 h La rue [Atelier A] / The street | Modération : Nadège Étienne, Ville"
    assert read(behind) == read("9 h La rue / The street [Atelier A] | Modération : Nadège Étienne, Ville")
    assert read(behind) == read("9 h [Atelier A] La rue / The street | Modération : Nadège Étienne, Ville")
    assert [(line.track, line.french) for line in read('9 h [A] X [B]\n"X [B]"\n[B]\nX | Ana [B]')] == [
        ("A", "X [B]"), ("", "X [B]"), ("B", ""), ("", "X")
    ]  # fmt: skip
    assert [line.track for line in read("Salle 2 : X\n10 h Room B: Y\n[Grande salle] 9 h Z")] == [
        "Salle 2", "Room B", "Grande salle",
    ]  # fmt: skip


def test_lines_follow_the_day_and_the_part_announced_above_them() -> None:
    text = "# Jour 1 – Comprendre\nMatin\nA\n9 h B\nPM\nC\nMercredi 2 décembre 2026\nD\n# Toute la rencontre\nE"
    assert [(line.day, line.part, line.french) for line in read(text)] == [
        (Day(1), "morning", "A"), (Day(1), None, "B"), (Day(1), "afternoon", "C"),
        (Day(month=12, day=2, year=2026), None, "D"), (WHOLE[0], None, "E"),
    ]  # fmt: skip


def test_a_table_pasted_from_a_document_is_read_cell_by_cell() -> None:
    assert read("9 h – 10 h\tOuverture\tAna Silva\tVille\n\tTitre\tAna\nTitre\tAna") == [
        AgendaLine(start=time(9), end=time(10), french="Ouverture", names=("Ana Silva", "Ville")),
        AgendaLine(french="Titre", names=("Ana",)), AgendaLine(french="Titre", names=("Ana",)),
    ]  # fmt: skip


def test_a_role_is_read_before_a_name_and_a_name_with_a_comma_is_put_together_again() -> None:
    roles = {"moderation": "moderator"}
    assert split_role("Modération\u00a0: Ana", roles) == ("moderator", "Ana")
    assert split_role("Tandem : le projet", roles) == (None, "Tandem : le projet")
    known = {"Tandem, Montréal"}.__contains__
    assert join_known(["Ana", "Tandem", "Montréal", "Léo"], known) == ["Ana", "Tandem, Montréal", "Léo"]
