"""QR codes, drawn as SVG for pages and papers."""

import io

import segno

_BORDER = 2  # modules of white around it


def picture(url: str) -> str:
    """An address as a code that a quarter of stains does not spoil, as a file of its own."""
    return _svg(url, xmldecl=False, border=_BORDER)


def drawn(url: str, title: str) -> str:
    """The same inside a page: as large as its place, on white in the dark too, said to whoever cannot see it."""
    drawing = _svg(
        url, xmldecl=False, svgns=False, omitsize=True, border=_BORDER, title=title, svgclass="qr", lineclass=None,
        light="#ffffff",
    )  # fmt: skip
    return drawing.replace("<svg ", '<svg role="img" ', 1)


def _svg(url: str, **how: object) -> str:
    drawing = io.BytesIO()
    segno.make(url, error="q", micro=False).save(drawing, kind="svg", **how)
    return drawing.getvalue().decode()
