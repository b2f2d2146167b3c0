"""Papers as PDF/UA-1 (ISO 14289-1), from a template and data: tagged, titled, the same bytes each time.

The words of people go in as data, never as markup: whatever they typed is printed as it is. Fonts are
those of the library, so that every machine prints the same; nothing is fetched.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING, Any

from resal import front

if TYPE_CHECKING:
    from typst import Compiler

ROOT = front.TEMPLATES / "documents"
Said = tuple[Mapping[str, Any], datetime]  # what a paper says, in plain values, and of when it is


def printed(template: str, papers: Iterable[Said]) -> Iterator[bytes]:
    """Each of them, one after the other, from one press: four times as quick as each on its own."""
    press = _press(template, system_fonts=False)
    for said in papers:
        try:
            yield _printed(press, said, "ua-1")
        except _typst().TypstError:
            yield _with_other_letters(template, said)


def _with_other_letters(template: str, said: Said) -> bytes:
    """A script our fonts do not draw (« 李 »): with those of the machine, else a sign in its place.

    PDF/UA forbids that sign, so that such a paper is tagged all the same but does not claim to be one.
    """
    press = _press(template, system_fonts=True)
    try:
        return _printed(press, said, "ua-1")
    except _typst().TypstError:
        return _printed(press, said, "1.7")


def _typst() -> ModuleType:
    import typst  # noqa: PLC0415 - 8 MB that only a process that prints needs

    return typst


def _press(template: str, system_fonts: bool) -> "Compiler":
    press: Compiler = _typst().Compiler(
        input=str(ROOT / template), root=str(ROOT), ignore_system_fonts=not system_fonts
    )
    return press


def _printed(press: "Compiler", said: Said, standard: str) -> bytes:
    words, at = said
    made = press.compile(
        format="pdf", sys_inputs={"data": json.dumps(words)}, timestamp=at.replace(microsecond=0),
        pdf_standards=standard,  # type: ignore[arg-type] # one of its literals
    )  # fmt: skip
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made
