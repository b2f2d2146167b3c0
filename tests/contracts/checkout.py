"""The checkout as files: what is in it, and how templates, styles and code name each other."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
STATIC = ROOT / "static"
PACKAGE = ROOT / "resal"
ROOMS = (".ci", "benchmarks", "docs", "instance/README.md", "resal", "scripts", "static", "templates", "tests")
WRITTEN = {".css", ".html", ".js", ".json", ".md", ".po", ".py", ".sh", ".svg", ".toml", ".txt", ".xml", ""}
# A text in an expression that is given, not compared with nor looked up by.
_SAID = re.compile(r"""(?<![=!]=\s)["']([\w\s-]*)["'](?!\s*:)""")


def written_files() -> list[Path]:
    """Every file of the checkout that somebody wrote as text."""
    top = [path for path in ROOT.iterdir() if path.is_file() and not path.name.startswith(".")]
    rooms = [ROOT / room for room in ROOMS]
    inside = [path for room in rooms for path in (room.rglob("*") if room.is_dir() else [room])]
    return sorted(
        path for path in top + inside
        if path.is_file() and path.suffix in WRITTEN and "__pycache__" not in path.parts
    )  # fmt: skip


@cache
def modules() -> dict[str, ast.Module]:
    """The code of the package by path; migrations aside, which are written once and left."""
    return {
        str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "versions" not in path.parts
    }


def template_names(under: str = "") -> list[str]:
    """Names as Jinja knows them: `errors/404.html`, `mail/confirmed/body.txt`."""
    return sorted(path.relative_to(TEMPLATES).as_posix() for path in (TEMPLATES / under).rglob("*.*") if path.is_file())


def pages() -> dict[str, str]:
    """The sources of the templates that browsers get: not those of letters and documents."""
    names = [name for name in template_names() if not name.startswith(("mail/", "documents/"))]
    return {name: (TEMPLATES / name).read_text("utf-8") for name in names}


def class_attributes(source: str) -> Iterator[str]:
    """The values of `class="…"`, with the Jinja inside them, which may hold quotes of its own."""
    for start in re.finditer(r'\bclass="', source):
        inside, depth, position = [], 0, start.end()
        while position < len(source) and (depth or source[position] != '"'):
            pair = source[position : position + 2]
            depth += (pair in ("{{", "{%")) - (pair in ("}}", "%}"))
            inside.append(source[position])
            position += 1
        yield "".join(inside)


def classes_named(value: str) -> tuple[set[str], set[str]]:
    """The classes that an attribute names, and those of which it names only the beginning.

    `card {{ "card--full" if full }} badge--{{ kind }}` → {card, card--full}, {badge--}.
    """
    said = " ".join(_SAID.findall(" ".join(re.findall(r"\{[{%].*?[%}]\}", value, re.S))))
    plain = re.sub(r"\{%.*?%\}", " ", value, flags=re.S)
    words = re.sub(r"\{\{.*?\}\}", "\0", plain, flags=re.S).split()
    begun = {word.partition("\0")[0] for word in words if "\0" in word} - {""}
    whole = {word for word in words if "\0" not in word} | set(said.split())
    return {word for word in whole if not word.endswith("-")}, begun


def classes_defined() -> set[str]:
    """The classes that the stylesheets know."""
    found: set[str] = set()
    for path in STATIC.rglob("*.css"):
        css = re.sub(r"/\*.*?\*/|url\([^)]*\)|\"[^\"]*\"|'[^']*'", "", path.read_text("utf-8"), flags=re.S)
        found.update(re.findall(r"\.([A-Za-z_][\w-]*)", css))
    return found
