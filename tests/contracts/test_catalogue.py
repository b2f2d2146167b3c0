"""English is complete: nothing that the code or a template says lacks it."""

from pathlib import Path

from resal.language.catalogue import CATALOGUE
from resal.language.extract import missing, update


def test_nothing_that_is_said_lacks_its_english() -> None:
    assert missing() == []


def test_the_catalogue_is_in_step_with_the_texts(tmp_path: Path) -> None:
    copy = tmp_path / "messages.po"
    copy.write_bytes(CATALOGUE.read_bytes())
    update(catalogue=copy)
    assert copy.read_text("utf-8") == CATALOGUE.read_text("utf-8")
