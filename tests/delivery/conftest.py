"""A mail server to deliver to, and a clock that stands still."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from mail_server import MailServer
from posting import NOW

from resal.settings import Settings


@pytest.fixture(autouse=True)
def _morning(freeze) -> None:  # type: ignore[no-untyped-def] # a fixture of ours
    freeze(NOW)


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    """A server that takes every letter until it is told otherwise."""
    with MailServer() as server:
        yield server


@pytest.fixture
def post(database: object, settings: Settings, mail_server: MailServer) -> Settings:
    """The settings of a worker that sends through `mail_server`; there is a database."""
    return replace(settings, mail_url=mail_server.url, mail_from="RÉSAL <resal@example.org>")
