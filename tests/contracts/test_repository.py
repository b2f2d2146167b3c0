"""The checkout is whole: it needs nothing around it, and it says what it does."""

import re
from pathlib import Path

import click
import pytest
from checkout import ROOT, written_files

from resal.cli import main

# Put together here, so that this file does not name them itself.
ELSEWHERE = ["/" + "work/", "../" + "shared", "/" + "home/", "/" + "Users/", "/" + "root/"]
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "X" * 3 + r"\b", "HA" + "CK", "lorem " + "ipsum"]))
README = (ROOT / "README.md").read_text("utf-8")


def test_no_file_names_a_place_outside_the_checkout() -> None:
    naming = {
        str(path.relative_to(ROOT)): place
        for path in written_files()
        for place in ELSEWHERE
        if place in path.read_text("utf-8")
    }
    assert naming == {}


def test_nothing_is_left_for_later() -> None:
    unfinished = [
        f"{path.relative_to(ROOT)}: {found[0]}"
        for path in written_files()
        for found in UNFINISHED.finditer(path.read_text("utf-8"))
    ]
    assert unfinished == []


def test_the_readme_tells_the_two_commands_first() -> None:
    said = re.findall(r"\bmake ([a-z]+)", README)
    assert list(dict.fromkeys(said))[:2] == ["run", "test"]


def test_every_make_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))
    assert {
        name for text in documents().values() for name in re.findall(r"`(?:\w+=\S+ )?make ([a-z]+)", text)
    } <= targets
    assert targets >= {"run", "test", "check", "bench", "lock"}


def test_every_resal_command_that_a_document_names_exists() -> None:
    named = {
        words
        for text in documents().values()
        for words in re.findall(r"(?:^|`|\.venv/bin/)resal ((?:[a-z]+ ?)+)", text, re.M)
    }
    assert {words for words in named if not exists(words.split())} == set()


def test_every_file_that_the_readme_links_to_exists() -> None:
    links = [link for link in re.findall(r"\]\(([^)#]+)", README) if "://" not in link]
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("path", ["Makefile", ".ci/run", "README.md", "instance/README.md"])
def test_what_a_newcomer_needs_is_there(path: str) -> None:
    assert (ROOT / path).stat().st_size > 0


def documents() -> dict[Path, str]:
    return {path: path.read_text("utf-8") for path in written_files() if path.suffix == ".md"}


def exists(words: list[str]) -> bool:
    """Whether the words are a command, followed at most by its arguments."""
    command: click.Command = main
    for word in words:
        if not isinstance(command, click.Group):
            return True
        found = command.get_command(click.Context(command), word)
        if found is None:
            return False
        command = found
    return True
