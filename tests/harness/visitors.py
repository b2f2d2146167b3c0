"""What a person does with the pages: open one, fill in its form, follow a sign-in link."""

import re
from typing import Any

from flask import current_app
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from resal import addresses, tokens
from resal.actions import team
from resal.models import Account
from resal.web import doors

_CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')


def csrf_token(page: TestResponse) -> str:
    """The token of the first form of a page. Raises AssertionError when there is none."""
    found = _CSRF.search(page.text)
    assert found, f"{page.request.path} ({page.status}) has no form with a CSRF token"
    return found[1]


def submit(client: FlaskClient, path: str, to: str | None = None, **fields: Any) -> TestResponse:
    """Open a page and send its form (`to` another address when the form says so)."""
    token = csrf_token(client.get(path))
    return client.post(to or path, data={"csrf_token": token, **fields})


def sign_in(client: FlaskClient, account: Account) -> FlaskClient:
    """Follow a one-time link to its end, as the person would: open it, press the button."""
    link = team.issue_link(account)
    settings = current_app.extensions["resal"]
    token = tokens.issue(settings.secret_keys, doors.SIGN_IN, link.nonce)
    answer = submit(client, addresses.path("account.link", "fr", token=token))
    assert answer.status_code == 303, answer.text
    return client
