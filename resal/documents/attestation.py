"""An attestation on paper: see `press`."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from resal.documents import press, qr


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
    """Several, one after the other."""
    return press.printed("attestation.typ", ((_said(paper), paper.issued_at) for paper in papers))


def _said(paper: Paper) -> dict[str, object]:
    return asdict(paper) | {"issued_at": None, "qr": qr.picture(paper.url)}
