"""Whatever somebody typed is text on every public page (trust, E)."""

import json
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from public_programme import a_programme, public_paths

HOSTILE = [
    "<script>alert(1)</script>",
    "</script><!--<script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "{{ 1111*1111 }}{% raw %}",
    "\u2028</title><svg/onload=alert(1)>",
]


class Reader(HTMLParser):
    """Tags and attributes of a page; what is inside data blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.data: list[str] = []
        self._in_data = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        self._in_data = tag == "script" and dict(attributes).get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        if self._in_data:
            self.data.append(data)

    def handle_endtag(self, tag: str) -> None:
        self._in_data = self._in_data and tag != "script"


@pytest.mark.parametrize("hostile", HOSTILE)
def test_e_hostile_strings_in_every_field_stay_text(client: FlaskClient, hostile: str) -> None:
    for path in public_paths(a_programme(lambda words: f"{hostile}{words}"), "fr"):
        page = client.get(path, follow_redirects=True)
        assert page.status_code == 200, path
        _is_inert(page.text, path)


def test_e_hostile_searches_stay_text(client: FlaskClient) -> None:
    a_programme()
    for hostile in HOSTILE:
        for path in ("/", "/apprentissages"):
            page = client.get(path, query_string={"q": hostile, "theme": hostile, "type": hostile, "langue": hostile})
            assert page.status_code == 200, (path, hostile)
            _is_inert(page.text, path)


def _is_inert(page: str, path: str) -> None:
    """No script but the site's own files and data blocks, no handler, no address that runs."""
    reader = Reader()
    reader.feed(page)
    for tag, attributes in reader.tags:
        assert not [name for name in attributes if name.startswith("on")], (path, tag, attributes)
        address = (attributes.get("href") or attributes.get("action") or "").strip().lower()
        assert not address.startswith(("javascript:", "data:", "vbscript:")), (path, tag, attributes)
        if tag == "script" and attributes.get("type") != "application/ld+json":
            assert (attributes.get("src") or "").startswith("/static/"), (path, attributes)
        assert tag != "img", path
    assert all(json.loads(data)["@type"] == "Event" for data in reader.data), path
