"""What a person does with a form of the team: read what stands in it, change some of it, send it."""

from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


class FormReader(HTMLParser):
    """The fields of the first form of <main>, as a browser would send them without any button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: MultiDict[str, str] = MultiDict()
        self._inside = self._done = False
        self._select = self._text = ""
        self._first: str | None = None
        self.feed(page[page.index("<main") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and not self._done:
            self._inside = True
        if not self._inside:
            return
        if tag == "input" and given.get("name") and self._is_sent(given):
            self.fields.add(given["name"], given.get("value", ""))
        if tag == "textarea":
            self._text, self._written = given["name"], ""
        if tag == "select":
            self._select, self._first = given["name"], None
        if tag == "option" and self._select:
            self._first = given["value"] if self._first is None else self._first
            if "selected" in given:
                self._chosen = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form" and self._inside:
            self._inside, self._done = False, True
        if tag == "textarea" and self._text:
            self.fields.add(self._text, self._written.removeprefix("\n"))
            self._text = ""
        if tag == "select" and self._select:
            self.fields.add(self._select, self.__dict__.pop("_chosen", self._first or ""))
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._text:
            self._written += data

    def _is_sent(self, given: dict[str, str]) -> bool:
        return given.get("type") not in ("checkbox", "radio") or "checked" in given


def fields_of(page: TestResponse) -> "MultiDict[str, str]":
    return FormReader(page.text).fields


def send(client: FlaskClient, path: str, **changes: Any) -> TestResponse:
    """Open the page, change these fields (a list for several values), press the button."""
    return send_again(client, path, client.get(path), **changes)


def send_again(client: FlaskClient, path: str, page: TestResponse, **changes: Any) -> TestResponse:
    """The same from a page that is already open."""
    fields = fields_of(page)
    for name, value in changes.items():
        fields.setlist(name.replace("__", "-"), [*_values(value)])
    return client.post(path, data=fields)


def _values(value: Any) -> Iterator[str]:
    for one in value if isinstance(value, list | tuple) else [value]:
        yield str(one)


def plainly(text: str) -> str:
    """The words without the spaces and apostrophes of print, to be compared with ease."""
    return text.replace("\u00a0", " ").replace("’", "'")
