"""A coordinator at work: opens pages, writes in what they show, presses their buttons, and nothing else.

A field, a choice or a button that the page does not show fails the test.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from filling_in import plainly
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse


@dataclass
class Option:
    """A choice, as it reads."""

    value: str
    text: str = ""
    chosen: bool = False


@dataclass
class Button:
    """A button, as it reads, and what it sends."""

    name: str
    value: str
    action: str
    text: str = ""


@dataclass
class Form:
    """One form of a page: what stands in it, and what may be done with it."""

    action: str
    method: str
    texts: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[Option]] = field(default_factory=lambda: defaultdict(list))
    singles: set[str] = field(default_factory=set)
    buttons: list[Button] = field(default_factory=list)

    def sent(self, button: Button) -> MultiDict[str, str]:
        """What a browser would send."""
        fields = MultiDict(self.texts)
        for name, options in self.choices.items():
            chosen = [option.value for option in options if option.chosen]
            fields.setlist(name, chosen or ([options[0].value] if name in self.singles else []))
        if button.name:
            fields.add(button.name, button.value)
        return fields


class FormsReader(HTMLParser):
    """The forms of <main>."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._heard: list[Any] = []  # what takes the text that comes now
        self._area = self._choosing = ""
        self.feed(page[page.index("<main") :])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get"))
            self.forms.append(self._form)
        elif self._form is not None:
            getattr(self, f"_{tag}", lambda _given: None)(given)

    def _input(self, given: dict[str, str]) -> None:
        assert self._form is not None
        name = given.get("name", "")
        if given.get("type") in ("checkbox", "radio"):
            option = Option(given.get("value", "on"), chosen="checked" in given)
            self._form.choices[name].append(option)
            self._heard = [option]
        elif name:
            self._form.texts[name] = given.get("value", "")

    def _textarea(self, given: dict[str, str]) -> None:
        assert self._form is not None
        if given.get("name"):
            self._area = given["name"]
            self._form.texts[self._area] = ""

    def _select(self, given: dict[str, str]) -> None:
        assert self._form is not None
        self._choosing = given["name"]
        self._form.singles.add(self._choosing)

    def _option(self, given: dict[str, str]) -> None:
        assert self._form is not None
        option = Option(given.get("value", ""), chosen="selected" in given)
        self._form.choices[self._choosing].append(option)
        self._heard = [option]

    def _button(self, given: dict[str, str]) -> None:
        assert self._form is not None
        action = given.get("formaction", self._form.action)
        button = Button(given.get("name", ""), given.get("value", ""), action)
        if given.get("type", "submit") == "submit":
            self._form.buttons.append(button)
        self._heard = [button]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "textarea" and self._area and self._form is not None:
            self._form.texts[self._area] = self._form.texts[self._area].removeprefix("\n")
            self._area = ""
        elif tag in ("label", "option", "button"):
            self._heard = []

    def handle_data(self, data: str) -> None:
        if self._area and self._form is not None:
            self._form.texts[self._area] += data
        for heard in self._heard:
            heard.text += data


class Desk:
    """A page that is open, in the hands of somebody who is signed in."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.path = ""
        self.page: TestResponse
        self.forms: list[Form] = []

    def open(self, path: str) -> "Desk":
        self.path = path
        self._show(self.client.get(path))
        assert self.page.status_code == 200, (path, self.page.status)
        return self

    def write(self, **texts: str | None) -> "Desk":
        """In fields of one line or more. `__` in a name is a dash."""
        for name, text in _dashed(texts):
            self._form_of(name).texts[name] = text or ""
        return self

    def choose(self, **wanted: Any) -> "Desk":
        """One choice, by what it says; or several, ticked, when a list is given."""
        for name, said in _dashed(wanted):
            options = self._form_of(name).choices[name]
            texts = {plainly(text).strip() for text in (said if isinstance(said, list) else [said])}
            for option in options:
                option.chosen = plainly(option.text).strip() in texts
            found = [plainly(option.text).strip() for option in options if option.chosen]
            assert sorted(found) == sorted(texts), (self.path, name, texts, [option.text for option in options])
        return self

    def tick(self, name: str) -> "Desk":
        """The only box of this name."""
        (option,) = self._form_of(name).choices[name]
        option.chosen = True
        return self

    def begin(self, **wanted: str) -> "Desk":
        """The one choice that begins with these words."""
        for name, said in _dashed(wanted):
            options = [option.text.strip() for option in self._form_of(name).choices[name]]
            (found,) = [text for text in options if plainly(text).startswith(plainly(said))]
            self.choose(**{name: found})
        return self

    def press(self, text: str, value: str | None = None) -> "Desk":
        """A button by what it says, and by what it sends when several say the same; answers are followed."""
        buttons = [(form, button) for form in self.forms for button in form.buttons]
        found = [
            (form, button)
            for form, button in buttons
            if " ".join(plainly(button.text).split()) == plainly(text) and value in (None, button.value)
        ]
        assert found, (self.path, text, [button.text.strip() for _form, button in buttons])
        return self._send(*found[-1])

    def has(self, name: str) -> bool:
        return any(name in form.texts or name in form.choices for form in self.forms)

    def _show(self, page: TestResponse) -> None:
        self.page, self.forms = page, FormsReader(page.text).forms

    def _form_of(self, name: str) -> Form:
        found = [form for form in self.forms if name in form.texts or name in form.choices]
        assert len(found) == 1, f"{self.path} has {len(found)} fields {name}"
        return found[0]

    def _send(self, form: Form, button: Button) -> "Desk":
        path = button.action if button.action.startswith("/") else self.path
        answer = self.client.open(path, method=form.method.upper(), data=form.sent(button))
        assert answer.status_code in (200, 303), (path, button.text, answer.status, _problems(answer))
        if answer.status_code == 303:
            return self.open(answer.location)
        self.path = path
        self._show(answer)
        return self


def _dashed(given: dict[str, Any]) -> list[tuple[str, Any]]:
    return [(name.replace("__", "-"), value) for name, value in given.items()]


def _problems(answer: TestResponse) -> str:
    start = answer.text.find('role="alert"')
    return answer.text[start : start + 600] if start >= 0 else answer.text[:300]
