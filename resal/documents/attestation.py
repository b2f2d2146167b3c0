"""An attestation as PDF/UA-1 (ISO 14289-1): tagged, titled, in its language, the same bytes each time.

The words of people go in as data, never as markup: whatever they typed is printed as it is. Fonts are
those of the library, so that every machine prints the same; nothing is fetched.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typst import Compiler

from resal import front
from resal.documents import qr

ROOT = front.TEMPLATES / "documents"


@dataclass(frozen=True)
class Row:
    """A fact and its label."""

    label: str
    value: str


@dataclass(frozen=True)
class Paper:
    """All that is printed, in words of one language. `what_language`: of a title that is in another."""

    language: str
    issuer: str
    heading: str
    given: str
    name: str
    took_part: str
    what: str
    what_language: str | None
    rows: tuple[Row, ...]
    number: str
    code: str
    issued: str
    check: str
    url: str
    qr_alt: str
    issued_at: datetime


def pdf(paper: Paper) -> bytes:
    """One paper."""
    return next(pdfs([paper]))


def pdfs(papers: Iterable[Paper]) -> Iterator[bytes]:
    """Several, one after the other, from one press: four times as quick as each on its own."""
    press = _press(system_fonts=False)
    for paper in papers:
        try:
            yield _printed(press, paper, "ua-1")
        except _typst().TypstError:
            yield _with_other_letters(paper)


def _with_other_letters(paper: Paper) -> bytes:
    """A script our fonts do not draw (« 李 »): with those of the machine, else a sign in its place.

    PDF/UA forbids that sign, so that such a paper is tagged all the same but does not claim to be one.
    """
    press = _press(system_fonts=True)
    try:
        return _printed(press, paper, "ua-1")
    except _typst().TypstError:
        return _printed(press, paper, "1.7")


def _typst() -> ModuleType:
    import typst  # noqa: PLC0415 - 8 MB that only a process that prints needs

    return typst


def _press(system_fonts: bool) -> "Compiler":
    press: Compiler = _typst().Compiler(
        input=str(ROOT / "attestation.typ"), root=str(ROOT), ignore_system_fonts=not system_fonts
    )
    return press


def _printed(press: "Compiler", paper: Paper, standard: str) -> bytes:
    said = asdict(paper) | {"issued_at": None, "qr": qr.picture(paper.url)}
    printed = press.compile(
        format="pdf", sys_inputs={"data": json.dumps(said)}, timestamp=paper.issued_at.replace(microsecond=0),
        pdf_standards=standard,  # type: ignore[arg-type] # one of its literals
    )  # fmt: skip
    if not isinstance(printed, bytes):
        raise TypeError("a PDF is one file")
    return printed
