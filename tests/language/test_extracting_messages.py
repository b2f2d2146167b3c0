"""Keeping the English catalogue in step with code and templates."""

from pathlib import Path

import pytest
from jinja2 import TemplateSyntaxError

from resal.language.extract import missing, update

CODE = """
from resal.language import gettext, lazy, ngettext, pgettext
TITLE = lazy("Le réseau")
def say(n, name):
    return (
        gettext("Bonjour %(name)s, vous avez "
                "encore le temps de choisir une rencontre parmi celles qui viennent", name=name)
        + ngettext("%(n)s place", "%(n)s places", n)
        + pgettext("of a form", "Annuler")
        + gettext(name)
        + print("pas un texte")
    )
"""
PAGE = '<h1>{{ _("Le réseau") }}</h1>{{ ngettext("%(n)s an", "%(n)s ans", n) }}{{ _("Au revoir") }}'
SUBJECT = '{{ gettext("Confirmé : %(title)s", title=title) }}'
START = """# Kept.
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"

msgid "Plus dit nulle part"
msgstr "No longer said"

# Said at the door.
msgid "Au revoir"
msgstr "Goodbye"

msgid "Au revoir."
msgstr "Goodbye."

#, fuzzy
msgid "Le réseau"
msgstr "The net"

msgid "%(n)s an"
msgid_plural "%(n)s ans"
msgstr[0] "%(n)s year"
msgstr[1] ""
"""
UPDATED = """# English words of the interface. The msgid is the French text of the source.
msgid ""
msgstr ""
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

#: templates/page.html
#, python-format
msgid "%(n)s an"
msgid_plural "%(n)s ans"
msgstr[0] "%(n)s year"
msgstr[1] ""

#: resal/web/say.py
#, python-format
msgid "%(n)s place"
msgid_plural "%(n)s places"
msgstr[0] ""
msgstr[1] ""

#: resal/web/say.py
msgctxt "of a form"
msgid "Annuler"
msgstr ""

# Said at the door.
#: templates/page.html
msgid "Au revoir"
msgstr "Goodbye"

#: resal/web/say.py
#, python-format
msgid "Bonjour %(name)s, vous avez encore le temps de choisir une rencontre parmi celles qui viennent"
msgstr ""

#: templates/mail/confirmed/subject.txt
#, python-format
msgid "Confirmé : %(title)s"
msgstr ""

#: resal/web/say.py templates/page.html
#, fuzzy
msgid "Le réseau"
msgstr "The net"
"""
MISSING = [
    "%(n)s an",
    "%(n)s place",
    "Annuler",
    "Bonjour %(name)s, vous avez encore le temps de choisir une rencontre parmi celles qui viennent",
    "Confirmé : %(title)s",
    "Le réseau",
]

Checkout = tuple[Path, Path, Path]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Templates, package and catalogue of a small project."""
    templates, package, catalogue = (tmp_path / name for name in ("templates", "resal", "messages.po"))
    for path, content in (
        (package / "web" / "say.py", CODE),
        (templates / "page.html", PAGE),
        (templates / "mail" / "confirmed" / "subject.txt", SUBJECT),
        (templates / "notes.md", '{{ _("Pas un gabarit") }}'),
        (catalogue, START),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return templates, package, catalogue


def test_the_catalogue_gets_what_is_said_now_and_keeps_what_was_translated(checkout: Checkout) -> None:
    update(*checkout)
    assert checkout[2].read_text(encoding="utf-8") == UPDATED


def test_updating_again_changes_nothing(checkout: Checkout) -> None:
    update(*checkout)
    update(*checkout)
    assert checkout[2].read_text(encoding="utf-8") == UPDATED


def test_what_is_absent_empty_half_done_or_fuzzy_is_missing_before_and_after(checkout: Checkout) -> None:
    before = missing(*checkout)
    update(*checkout)
    assert before == missing(*checkout) == MISSING


def test_a_template_that_does_not_parse_is_named_not_passed_over(checkout: Checkout) -> None:
    (checkout[0] / "page.html").write_text("{% if %}", encoding="utf-8")
    with pytest.raises(TemplateSyntaxError) as fault:
        update(*checkout)
    assert fault.value.__notes__ == ["templates/page.html"]
