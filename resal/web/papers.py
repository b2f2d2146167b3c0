"""Answers that are files: one PDF, or many in one archive that leaves while it is made."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence

from flask import Response

from resal.addresses import slug
from resal.documents.attestation import Paper, pdf, pdfs


def one(paper: Paper) -> Response:
    """The PDF, to be kept."""
    word = {"fr": "attestation", "en": "certificate"}[paper.language]
    return _file(pdf(paper), "application/pdf", f"{word}-{paper.code}.pdf")


def several(papers: Sequence[Paper], name: str) -> Response:
    """All of them as a ZIP, sent piece by piece: its size in memory is that of one paper."""
    return _file(_zipped(papers), "application/zip", f"{name}.zip")


def file_name(paper: Paper) -> str:
    """« AB23-CD45-ana-silva.pdf »: of a name only plain letters and digits are left (trust, F7)."""
    name = slug(paper.name).strip("-")
    return f"{paper.code}-{name}.pdf" if name else f"{paper.code}.pdf"


def _zipped(papers: Sequence[Paper]) -> Iterator[bytes]:
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for paper, content in zip(papers, pdfs(papers), strict=True):
            stamp = paper.issued_at.timetuple()[:6]
            archive.writestr(zipfile.ZipInfo(file_name(paper), stamp), content)
            yield pipe.taken()
    yield pipe.taken()


class _Pipe(io.RawIOBase):
    """What is written comes out at the other end; nothing is kept, nothing can be gone back to."""

    def __init__(self) -> None:
        self._written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        piece = bytes(data)  # type: ignore[call-overload] # a buffer
        self._written += piece
        return len(piece)

    def taken(self) -> bytes:
        piece, self._written = bytes(self._written), bytearray()
        return piece


def pdf_file(content: bytes, name: str) -> Response:
    """A PDF under a name of ours."""
    return _file(content, "application/pdf", name)


def _file(content: bytes | Iterable[bytes], kind: str, name: str) -> Response:
    """`name` is ours, in ASCII."""
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
