"""What the interface says in French and in English."""

import re
from contextvars import copy_context
from gettext import NullTranslations
from pathlib import Path
from threading import Thread

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from hypothesis import given
from hypothesis import strategies as st

from resal.language import (
    NAMES,
    current,
    gettext,
    html_lang,
    lazy,
    locale_of,
    ngettext,
    pgettext,
    speak,
    speaking,
    translations,
)
from resal.language.catalogue import CATALOGUE, english
from resal.language.typography import typo

ENGLISH = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "C'est confirmé, %(name)s."
msgstr "You're in, %(name)s."

msgid "%(n)s place libre"
msgid_plural "%(n)s places libres"
msgstr[0] "%(n)s seat left"
msgstr[1] "%(n)s seats left"

msgctxt "cancel a form"
msgid "Annuler"
msgstr "Cancel"

msgctxt "cancel a session"
msgid "Annuler"
msgstr "Call off"

#, fuzzy
msgid "Complet"
msgstr "Complete"
"""


@pytest.fixture
def messages(tmp_path: Path) -> NullTranslations:
    """A catalogue of our own, beside the one that grows with the pages."""
    (tmp_path / "messages.po").write_text(ENGLISH, encoding="utf-8")
    return english(tmp_path / "messages.po")


def test_french_is_the_source_well_set() -> None:
    assert gettext("C'est confirmé, %(name)s : merci !", name="Rose d'Août") == (
        "C’est confirmé, Rose d'Août\u00a0: merci!"
    )


def test_english_comes_from_the_catalogue_well_set(messages: NullTranslations) -> None:
    assert messages.gettext("C'est confirmé, %(name)s.") == "You’re in, %(name)s."


@pytest.mark.parametrize("text", ["Rien : l'été ?", "Complet"])
def test_a_text_without_english_or_with_doubtful_english_stays_french(messages: NullTranslations, text: str) -> None:
    assert messages.gettext(text) == gettext(text)


def test_a_percent_sign_stands_alone_when_nothing_is_filled_in() -> None:
    assert gettext("81 % des gens") == "81\u00a0% des gens"


@pytest.mark.parametrize(
    ("said", "whole"),
    [("9 a.m.", "À 9 a.m. Oui."), ("9 h", "À 9 h. Oui."), ("et…", "À et…. Oui."), (9, "À 9. Oui.")],
)
def test_a_value_that_brings_its_full_stop_ends_the_sentence(said: object, whole: str) -> None:
    assert gettext("À %(hour)s. Oui.", "fr", hour=said) == whole
    assert gettext("À %(hour)s.. Oui.", "fr", hour="9 a.m.") == "À 9 a.m... Oui."


def test_a_placeholder_without_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        gettext("%(here)s et %(there)s", here="ici")


def test_zero_one_and_a_half_are_singular_in_french_and_only_one_is_in_english(
    messages: NullTranslations,
) -> None:
    seats = "%(n)s place libre", "%(n)s places libres"
    assert [ngettext(*seats, n, language="fr") for n in (0, 1, 1.5, 2, 1248, 1.0)] == [
        "0\u00a0place libre",
        "1\u00a0place libre",
        "1,5\u00a0place libre",
        "2\u00a0places libres",
        "1\u00a0248\u00a0places libres",
        "1,0\u00a0place libre",
    ]
    english_forms: list[str] = [messages.ngettext(*seats, n) for n in (0, 1, 1.5, 2, 1248, 1.0)]
    assert [form.replace("%(n)s ", "") for form in english_forms] == [
        *("seats left", "seat left", "seats left", "seats left", "seats left", "seat left")
    ]


def test_a_plural_without_english_follows_french(messages: NullTranslations) -> None:
    assert [messages.ngettext("%(n)s an", "%(n)s ans", n) for n in (0, 2)] == [
        "%(n)s\u00a0an",
        "%(n)s\u00a0ans",
    ]


def test_numbers_in_english_plurals_are_written_in_english() -> None:
    with speaking("en"):
        assert ngettext("%(n)s", "%(n)s", 1248) == "1,248"


def test_a_plural_takes_other_values_too() -> None:
    written = ngettext("%(n)s place sur %(all)s", "%(n)s places sur %(all)s", 16, all=40)
    assert written == "16\u00a0places sur 40"


def test_the_context_tells_two_meanings_of_a_text_apart(messages: NullTranslations) -> None:
    meanings = ("cancel a form", "cancel a session", "unheard of")
    assert [messages.pgettext(meaning, "Annuler") for meaning in meanings] == [
        "Cancel",
        "Call off",
        "Annuler",
    ]
    assert pgettext("of a person", "Bonjour %(name)s !", name="Lou") == "Bonjour Lou!"


def test_lazy_only_marks() -> None:
    assert lazy("L'été : oui ?") == "L'été : oui ?"


def test_speaking_lasts_as_long_as_its_block_even_when_it_fails() -> None:
    def fail() -> None:
        with speaking("en"), speaking("fr"), speaking("en"):
            raise RuntimeError(current())

    assert current() == "fr"
    with pytest.raises(RuntimeError, match="en"):
        fail()
    assert current() == "fr"


def test_speaking_from_here_on_lasts_until_said_otherwise_and_stays_in_its_context() -> None:
    def converse() -> list[str]:
        heard = []
        for language in ("en", "fr", "en"):
            speak(language)
            heard.append(current())
        return heard

    assert copy_context().run(converse) == ["en", "fr", "en"]
    assert current() == "fr"
    with pytest.raises(ValueError, match="does not speak"):
        speak("es")


def test_another_thread_speaks_its_own_language() -> None:
    heard: list[str] = []
    with speaking("en"):
        other = Thread(target=lambda: heard.append(current()))
        other.start()
        other.join()
    assert heard == ["fr"]


@pytest.mark.parametrize("language", ["es", "", "fr-CA"])
def test_a_language_we_do_not_have_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="does not speak"), speaking(language):
        pass
    with pytest.raises(ValueError, match="does not speak"):
        translations(language)


def test_languages_are_named_for_people_for_browsers_and_for_cldr() -> None:
    assert NAMES == {"fr": "Français", "en": "English"}
    assert [html_lang(language) for language in ("fr", "en", "es")] == ["fr-CA", "en-CA", "es"]
    assert [locale_of(language) for language in ("fr", "en")] == ["fr_CA", "en_CA"]


@given(st.text(), st.text())
def test_a_text_without_values_comes_out_whole_whatever_it_holds(text: str, value: str) -> None:
    assert gettext(text) == translations("fr").gettext(text)
    assert gettext("« %(value)s »", value=value) == f"«\u00a0{value}\u00a0»"


def test_what_our_catalogue_says_is_what_is_said_in_english() -> None:
    simple = [m for m in committed() if isinstance(m.id, str) and not m.fuzzy]
    with speaking("en"):
        said = [pgettext(m.context, m.id) if m.context else gettext(m.id) for m in simple]
    assert said == [typo(m.string, "en") for m in simple]


def test_our_english_keeps_the_placeholders_of_the_french() -> None:
    def names(of: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)s", of)) - {"n"}

    differ = [
        message.id
        for message in committed()
        for text, english_text in zip(several(message.id), several(message.string), strict=True)
        if english_text and names(text) != names(english_text)
    ]
    assert differ == []


def committed() -> list[Message]:
    with CATALOGUE.open("rb") as file:
        return [message for message in read_po(file, locale="en") if message.id and message.string]


def several(forms: str | tuple[str, ...]) -> tuple[str, ...]:
    return (forms,) if isinstance(forms, str) else forms
