"""Bring the English catalogue in step with the texts of the code and the templates.

`python -m resal.language.extract` rewrites the catalogue and says how many texts still lack
their English. What was translated stays; what is no longer said anywhere goes.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from jinja2 import TemplateSyntaxError

from resal.language.catalogue import CATALOGUE

PACKAGE = Path(__file__).parent.parent
TEMPLATES = PACKAGE.parent / "templates"

_KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
_OPTIONS = {"silent": "false"}  # or Jinja would pass over a template that does not parse
_TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
# Babel's own header carries the time of each run, which would make every run a change.
_HEADER = rb"""# English words of the interface. The msgid is the French text of the source.
msgid ""
msgstr ""
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""


def main() -> None:
    """Update the catalogue of this checkout and print what is missing."""
    update()
    untranslated = missing()
    for text in untranslated:
        sys.stdout.write(f"{text}\n")
    sys.stdout.write(f"{len(untranslated)} without English\n")


def update(templates: Path = TEMPLATES, package: Path = PACKAGE, catalogue: Path = CATALOGUE) -> None:
    """Rewrite the catalogue: sorted, with file names but neither line numbers nor dates.

    A text that changed counts as a new one: nothing is guessed from a similar text.
    Raises jinja2.TemplateSyntaxError for a template that does not parse.
    """
    english = _read(catalogue)
    english.update(extracted(templates, package), no_fuzzy_matching=True)
    written = BytesIO()
    write_po(
        written,
        english,
        width=0,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    catalogue.write_bytes(_HEADER + written.getvalue().rstrip() + b"\n")


def missing(templates: Path = TEMPLATES, package: Path = PACKAGE, catalogue: Path = CATALOGUE) -> list[str]:
    """The texts of code and templates that English lacks, has in part, or marks as fuzzy.

    A text with a plural is given by its singular. Raises as `update` does.
    """
    english = _read(catalogue)
    said = (message for message in extracted(templates, package) if message.id)
    return sorted(_singular(m) for m in said if not _translated(english.get(m.id, m.context)))


def extracted(templates: Path = TEMPLATES, package: Path = PACKAGE) -> Catalog:
    """Every text of package and templates, with the files it stands in."""
    catalogue = Catalog(locale="en")
    for path, text, context in _texts(templates, package):
        catalogue.add(text, locations=[(path, 1)], context=context)
    return catalogue


def _texts(templates: Path, package: Path) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    yield from _texts_of(package, {".py"}, "babel.messages.extract:extract_python")
    yield from _texts_of(templates, _TEMPLATE_SUFFIXES, "jinja2.ext:babel_extract")


def _texts_of(folder: Path, suffixes: set[str], method: str) -> Iterator[tuple[str, str | tuple[str, ...], str | None]]:
    """File, text (or singular and plural) and context of every text of a folder."""
    for path in sorted(path for path in folder.rglob("*") if path.suffix in suffixes):
        name = path.relative_to(folder.parent).as_posix()
        with path.open("rb") as file, _naming(name):
            for _, text, _, context in extract(method, file, _KEYWORDS, options=_OPTIONS):
                yield name, text, context


@contextmanager
def _naming(name: str) -> Iterator[None]:
    """Say in which file Jinja found a fault: it is given the text alone and cannot know."""
    try:
        yield
    except TemplateSyntaxError as error:
        error.add_note(name)
        raise


def _translated(message: Message | None) -> bool:
    if message is None or message.fuzzy:
        return False
    forms = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(forms)


def _singular(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _read(catalogue: Path) -> Catalog:
    with catalogue.open("rb") as file:
        return read_po(file, locale="en")


if __name__ == "__main__":
    main()
