"""French spaces and apostrophes, and texts reduced for comparing or keeping."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resal.language.typography import fold, plain, typo

# Pieces that meet the rules and each other's edges far more often than random text would.
FRAGMENTS = [
    *(*" :;!?«»'’%$()h.,-5éaL", "\u00a0", "\u202f", "\n", "  ", "13", "000", "248", "30", "05"),
    *("%(n)s", "%%", "1er", "mai", "déc.", "Décembre", "2026", "personnes", "Ko", "l'été", "“", "”"),
    *("https://resal.org/a?b='c':d", "www.x.ca", "a@b.ca", "13:30", "@", "://"),
]
TYPED = st.lists(st.sampled_from(FRAGMENTS), max_size=30).map("".join)
ANYTHING = TYPED | st.text()
# Text as people write it in French, where capitals and small letters correspond one to one.
FRENCH = st.text("abcdeéèêëzàâçîïôùûüÿœæABCÉÈŒÆÇ'’- 0123456789\u00a0", max_size=30)


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Merci : une autre personne l'aura.", "Merci\u00a0: une autre personne l’aura."),
        ("Merci: une autre", "Merci\u00a0: une autre"),
        ("Courriel :", "Courriel\u00a0:"),
        ("Rien sur « %(q)s » pour l'instant", "Rien sur «\u00a0%(q)s\u00a0» pour l’instant"),
        ("«mots serrés»", "«\u00a0mots serrés\u00a0»"),
        ("Vous y étiez ?", "Vous y étiez?"),
        ("Bravo\u00a0! Voici\u202f; enfin", "Bravo! Voici; enfin"),
        ("« Vraiment ? » oui", "«\u00a0Vraiment?\u00a0» oui"),
        ("de 13 h 30 à 16h", "de 13\u00a0h\u00a030 à 16\u00a0h"),
        ("9h05, puis 24 h/24", "9\u00a0h\u00a005, puis 24\u00a0h/24"),
        ("81 % et 50% (net)", "81\u00a0% et 50\u00a0% (net)"),
        ("%(n)s %% et %(rate)s%%", "%(n)s\u00a0%% et %(rate)s\u00a0%%"),
        ("25$ ou 30 $", "25\u00a0$ ou 30\u00a0$"),
        ("20 Mo, 3 km, 12 m², 18 personnes", "20\u00a0Mo, 3\u00a0km, 12\u00a0m², 18\u00a0personnes"),
        ("%(n)s places libres", "%(n)s\u00a0places libres"),
        ("mer. 2 déc. et 1er décembre 2026", "mer. 2\u00a0déc. et 1er\u00a0décembre\u00a02026"),
        ("Décembre 2026", "Décembre\u00a02026"),
        ("1 248 participations, 12 345 678 $", "1\u00a0248 participations, 12\u00a0345\u00a0678\u00a0$"),
        ("%(first)s%(second)s", "%(first)s%(second)s"),
        ("à 13:30, ratio 16:9", "à 13:30, ratio 16:9"),
        ("voir https://resal.org/l'été?a=1;b : là", "voir https://resal.org/l'été?a=1;b\u00a0: là"),
        ("écrire à o'neil@resal.org ou au 514", "écrire à o'neil@resal.org ou au 514"),
        ("www.resal.org/d'ici", "www.resal.org/d'ici"),
        ("avec ce qui suit le @", "avec ce qui suit le @"),
    ],
)
def test_french_is_set_as_quebec_prints_it(typed: str, printed: str) -> None:
    assert typo(typed) == printed


def test_english_gets_curly_apostrophes_and_keeps_its_spaces() -> None:
    typed = "You're in: 81% of 1,248 seats at 13 h 30 ! See https://resal.org/it's"
    assert typo(typed, "en") == typed.replace("You're", "You’re")


@given(ANYTHING, st.sampled_from(["fr", "en"]))
def test_setting_twice_changes_nothing_more(text: str, language: str) -> None:
    once = typo(text, language)
    assert typo(once, language) == once


@given(ANYTHING)
def test_only_spaces_and_apostrophes_change(text: str) -> None:
    def letters(of: str) -> str:
        return re.sub("[ \u00a0\u2009\u202f]", "", of).replace("'", "’")

    assert letters(typo(text)) == letters(text)


@given(TYPED)
def test_no_breaking_space_stands_inside_guillemets_or_before_a_colon(text: str) -> None:
    assert re.search(r"« | »| :(?=\s|$)|(?<=\d) %(?![\w(])", typo(text)) is None


@given(TYPED)
def test_placeholders_survive(text: str) -> None:
    assert typo(text).count("%(n)s") == text.count("%(n)s")


@given(st.lists(st.sampled_from(["https://resal.org/a?b='c':d;e!", "x'y@b.ca", "13:30"]), min_size=1))
def test_addresses_and_times_are_left_alone(pieces: list[str]) -> None:
    assert typo(" et ".join(pieces)) == " et ".join(pieces)


def test_folding_forgets_accents_capitals_ligatures_and_spacing() -> None:
    assert fold("  L’Œuvre\u00a0 de NOËL,\nJean\u2011Éric Ex Æquo ") == "l'oeuvre de noel, jean-eric ex aequo"


@given(FRENCH)
def test_folding_is_the_same_in_capitals_and_without_accents(text: str) -> None:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    assert fold(text.upper()) == fold(text.lower()) == fold(decomposed) == fold(bare) == fold(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert folded == " ".join(folded.split())


def test_plain_keeps_lines_and_words_apart_and_drops_controls() -> None:
    typed = "\ufeff Jean\tTremblay\r\nligne\rfin\x00\x1b[31m\x7f\x9f \ud800e\u0301 \n"
    assert plain(typed) == "\ufeff Jean Tremblay\nligne\nfin[31m é"


@given(st.text() | st.text(st.characters(codec=None, categories=["Cs", "Cc", "Mn", "Zs", "Ll"])))
def test_plain_text_can_be_kept_and_is_plain_already_the_second_time(text: str) -> None:
    kept = plain(text)
    assert plain(kept) == kept == unicodedata.normalize("NFC", kept.strip())
    assert not {unicodedata.category(c) for c in kept.replace("\n", "")} & {"Cc", "Cs"}
    assert kept.encode().decode() == kept
