"""What most commands need: an application for the settings of this machine, its database current."""

from collections.abc import Iterator
from contextlib import contextmanager

from resal import schema
from resal.actions import Refusal
from resal.app import create_app
from resal.db import db
from resal.language import lazy
from resal.settings import Settings, read


@contextmanager
def application(settings: Settings | None = None) -> Iterator[Settings]:
    """Inside it `db.session` works. Raises `Refusal` when the database is not of this version."""
    settings = settings or read()
    with create_app(settings).app_context():
        if not schema.is_current(db.engine):
            raise Refusal(lazy("La base de données n'est pas à jour : lancez d'abord « resal migrate »."))
        yield settings
