"""Every letter as its reader sees it, word for word, in French and in English.

`RESAL_TEST_REWRITE=1 pytest tests/letters/test_letters_golden.py` writes golden/ again, after a
change that was meant.
"""

import os
import re
from html.parser import HTMLParser
from pathlib import Path

import letter_ground
import pytest
from letter_ground import NOW, PAPER
from letter_samples import SAMPLES

from resal.language import gettext
from resal.letters.rendering import render

GOLDEN = Path(__file__).parent / "golden"
TOKEN = re.compile(r"(?<=/)[\w-]{43}(?=/|$)", re.MULTILINE)
CODE = re.compile(r"\b[A-Z]{2}[2-9]{2}-[A-Z]{2}[2-9]{2}\b")
REFERENCE = re.compile(r"R-[2-9A-Z]{4}\b")
NUMBER = re.compile(r"(?<=/)\d+(?=[-/])")


# What a letter says does not depend on the database it was owed in.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(autouse=True)
def _morning(freeze):
    freeze(NOW)
    letter_ground.network()


def seen(message):
    """Whom it is to, the subject and the text; what differs from one run to the next is named."""
    text = message.get_body(("plain",)).get_content()
    calendars = [part.get_content_type() + methods(part) for part in message.walk() if "method" in methods(part)]
    head = [f"{name}: {message[name]}" for name in ("From", "Reply-To", "To", "Subject")]
    whole = "\n".join([*head, *calendars, "", text])
    return NUMBER.sub("<id>", CODE.sub("<code>", REFERENCE.sub("R-<ref>", TOKEN.sub("<token>", whole))))


def methods(part):
    method = part.get_param("method")
    return f"; method={method}" if method else ""


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_a_letter_says_what_it_said(sample, language):
    found = seen(render(SAMPLES[sample](language), PAPER))
    path = GOLDEN / f"{sample}.{language}.txt"
    if os.environ.get("RESAL_TEST_REWRITE") == "1":
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


def test_no_golden_letter_is_left_over():
    expected = {f"{sample}.{language}.txt" for sample in SAMPLES for language in ("fr", "en")}
    assert {path.name for path in GOLDEN.glob("*.txt")} == expected


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("sample", SAMPLES)
def test_the_html_says_exactly_what_the_text_says(sample, language):
    message = render(SAMPLES[sample](language), PAPER)
    text = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    assert Reader(language).words(html) == text.replace("\n-- \n", "\n").split()


class Reader(HTMLParser):
    """What a person reads of a letter, a link being said as the text says it: label, colon, address."""

    def __init__(self, language):
        super().__init__()
        self.colon = gettext("%(label)s :", language, label="")
        self.said, self.inside, self.href = [], False, None

    def words(self, html):
        self.feed(html)
        return "".join(self.said).split()

    def handle_starttag(self, tag, attrs):
        self.inside = self.inside or tag == "body"
        self.href = dict(attrs).get("href") if tag == "a" else self.href
        self.said.append(" " if tag in ("p", "br", "h1", "hr") else "")

    def handle_endtag(self, tag):
        if tag == "a":
            self.said.append(f"{self.colon} {self.href}")

    def handle_data(self, data):
        if self.inside:
            self.said.append(data)
