"""Bodies that are too large, too many or broken: a page that says so, and nothing done."""

import io
import re

import factories
import pytest
from harness.visitors import sign_in

from resal import addresses
from resal.db import db
from resal.models import Participant
from resal.web.routing import ROUTES

MEGABYTE = 1024 * 1024
BOUNDARY = "edge"


def parts(number, header="Content-Disposition"):
    """A multipart body of so many fields."""
    field = f'--{BOUNDARY}\r\n{header}: form-data; name="n"\r\n\r\nx\r\n'
    return f"{field * number}--{BOUNDARY}--\r\n".encode()


TOO_MUCH = {
    "thirty megabytes of text": ("application/x-www-form-urlencoded", b"name=" + b"a" * (30 * MEGABYTE)),
    "twenty thousand parts": (f"multipart/form-data; boundary={BOUNDARY}", parts(20_000)),
    "a part of thirty megabytes": (
        f"multipart/form-data; boundary={BOUNDARY}", parts(1).replace(b"x", b"x" * (30 * MEGABYTE), 1),
    ),
}  # fmt: skip
BROKEN = {
    "parts that begin with a return": (f"multipart/form-data; boundary={BOUNDARY}", b"\r" + parts(3)),
    "parts without an end": (f"multipart/form-data; boundary={BOUNDARY}", parts(3)[:-9]),
    "no boundary": ("multipart/form-data", parts(1)),
    "bytes": ("application/x-www-form-urlencoded", bytes(range(256)) * 16),
    "one field of a megabyte": ("application/x-www-form-urlencoded", b"name=" + b"a" * MEGABYTE),
    "twenty thousand fields": ("application/x-www-form-urlencoded", b"n=&" * 20_000),
}


def posts():
    session = factories.a_session()
    seat = factories.a_registration(session)
    filled = {"id": session.id, "token": seat.nonce, "number": "nouvelle", "slug": "x"}
    for name, (french, _english) in addresses.PAGES.items():
        if "POST" in ROUTES[name].methods:
            yield re.sub(r"<(?:\w+:)?(\w+)>", lambda place: str(filled.get(place[1], 1)), french)


@pytest.mark.parametrize("kind", TOO_MUCH)
def test_j1_what_is_too_much_is_refused_in_words_wherever_one_may_send_something(client, kind):
    content_type, body = TOO_MUCH[kind]
    people = db.session.query(Participant).count()
    for path in posts():
        answer = client.post(path, input_stream=io.BytesIO(body), content_type=content_type, content_length=len(body))
        assert answer.status_code in (404, 413), path
        assert "<h1" in answer.text, path
    assert db.session.query(Participant).count() <= people + 1


@pytest.mark.parametrize("kind", BROKEN)
def test_j1_what_is_broken_never_breaks_a_page(client, kind):
    content_type, body = BROKEN[kind]
    for path in posts():
        answer = client.post(path, data=body, content_type=content_type)
        assert 400 <= answer.status_code < 500, path
        assert len(answer.data) < 2 * len(body) + 100_000, path
        assert "<h1" in answer.text, path


def test_j1_the_team_is_told_as_well(app):
    member = sign_in(app.test_client(), factories.an_account())
    content_type, body = TOO_MUCH["thirty megabytes of text"]
    answer = member.post("/coordination/rencontres/nouvelle", data=body, content_type=content_type)
    assert (answer.status_code, "trop lourd" in answer.text) == (413, True)
