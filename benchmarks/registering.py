"""Registering as a browser does: the form, POST with its hidden fields and cookies, follow to the seat."""

import html
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks import seeding
from benchmarks.comparing import Bench, Line
from benchmarks.load import Answer, Failed, Visit, get, post
from resal import addresses

AT_ONCE = (1, 8, 32)
TARGET = 0.35
_HIDDEN = re.compile(r"<input[^>]*\btype=\"hidden\"[^>]*>")
_ATTRIBUTE = re.compile(r"\b(name|value)=\"([^\"]*)\"")
_COOKIE = re.compile(rb"\r\nset-cookie: *([^=\s]+)=([^;\r]*)", re.IGNORECASE)


@dataclass(frozen=True)
class Registering:
    """Somebody who has never come registers at the form under `path`."""

    path: str

    def __call__(self) -> Visit:
        cookies: dict[str, str] = {}
        form = yield get(self.path)
        _expect(form, 200, "the form")
        cookies |= set_by(form)
        done = yield post(self.path, {**hidden(form), **_somebody()}, sent(cookies))
        _expect(done, 303, "POST")
        cookies |= set_by(done)
        seat = yield get(done.header("location"), sent(cookies))
        _expect(seat, 200, "the seat")


def lines(bench: Bench) -> Iterator[Line]:
    ours = Registering(addresses.path("registration.form", "fr", id=seeding.REGISTERED_TO))
    with bench.product.holding_letters():
        for people in AT_ONCE:
            what = f"registering, {people} at once"
            yield bench.line(what, ours, "form, POST, follow", Registering("/form"), people, TARGET)


def _expect(answer: Answer, status: int, what: str) -> None:
    if answer.status != status:
        raise Failed(f"{what} answered {answer.status}")


def _somebody() -> dict[str, str]:
    """Nobody else has this name and address."""
    word = secrets.token_hex(8)
    return {
        "name": f"Ana Silva {word}", "email": f"{word}@maison.example", "organization": "Maison des jeunes 7",
        "language": "fr",
    }  # fmt: skip


def hidden(form: Answer) -> dict[str, str]:
    fields = (dict(_ATTRIBUTE.findall(tag)) for tag in _HIDDEN.findall(form.body.decode()))
    return {field["name"]: html.unescape(field.get("value", "")) for field in fields}


def set_by(answer: Answer) -> dict[str, str]:
    return {name.decode(): value.decode() for name, value in _COOKIE.findall(answer.head)}


def sent(cookies: dict[str, str]) -> dict[str, str]:
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())}
