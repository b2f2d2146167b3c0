"""The guides of coordinators name buttons, links and fields exactly as they are on screen, in each language."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from resal.language import agenda_lines

ROOT = Path(__file__).parents[2]
CATALOGUE = ROOT / "resal/translations/en/LC_MESSAGES/messages.po"
GUIDES = {"fr": "guide-coordination.md", "en": "coordination-guide.md"}
OF_THE_GUIDE = {"gras", "bold"}
QUOTED = {"fr": r"«\s(.+?)\s»", "en": "“(.+?)”"}


def plainly(text: str) -> str:
    return " ".join(text.replace("’", "'").split())


def guide(language: str) -> str:
    return (ROOT / "docs" / GUIDES[language]).read_text(encoding="utf-8")


def on_screen(language: str) -> list[str]:
    """All that the site says in a language, as the source writes it."""
    with CATALOGUE.open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    said = [message.id if language == "fr" else message.string for message in messages]
    return [plainly(text) for texts in said for text in ((texts,) if isinstance(texts, str) else texts)]


def strangers(language: str, named: set[str]) -> set[str]:
    """What is said nowhere; « … » stands for the rest of a sentence, any word for a value."""
    screen = on_screen(language)
    values = [re.compile(re.sub(r"%\\\(\w+\\\)s", ".+", re.escape(text))) for text in screen if "%(" in text]
    whole = set(screen)
    return {
        text
        for text in named - whole
        if not any(value.fullmatch(text) for value in values)
        and not (text.endswith("…") and any(one.startswith(text[:-1]) for one in screen))
    }


@pytest.mark.parametrize("language", GUIDES)
def test_what_guides_name_is_on_screen_word_for_word(language: str) -> None:
    prose = re.sub("```.*?```", "", guide(language), flags=re.DOTALL)
    named = [
        plainly(text) for form in (r"\*\*(.+?)\*\*", QUOTED[language]) for text in re.findall(form, prose, re.DOTALL)
    ]
    assert len(named) > 100
    assert strangers(language, set(named) - OF_THE_GUIDE) == set()


def test_both_guides_have_the_same_tasks() -> None:
    shapes = [re.findall(r"^(#+ (?:\d+\.)?)", guide(language), re.MULTILINE) for language in GUIDES]
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("language", GUIDES)
def test_the_agenda_that_guides_show_is_read_whole(language: str) -> None:
    [written] = re.findall("```\n(.*?)```", guide(language), re.DOTALL)
    lines = agenda_lines.read(written)
    assert [line.day and line.day.number for line in lines] == [1, 1, 1, 1, 2]
    assert all(line.start and line.french for line in lines)
    assert [bool(line.track) for line in lines] == [False, False, True, True, False]
    assert [len(line.names) for line in lines][1] == 2
