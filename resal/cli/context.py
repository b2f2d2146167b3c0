"""What most commands need: the database of this machine, of the shape this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask

from resal import clock, revision
from resal.actions import Refusal
from resal.db import attach, db
from resal.language import lazy
from resal.settings import Settings, read


@contextmanager
def application(settings: Settings | None = None) -> Iterator[Settings]:
    """Inside it `db.session` works; nothing of HTTP is loaded, so commands start soon and stay small.

    Raises `Refusal` when the database is not of this version.
    """
    settings = settings or read()
    clock.start_at(settings.now)
    bare = Flask("resal", static_folder=None)
    attach(bare, settings)
    with bare.app_context():
        if not revision.is_current(db.engine):
            raise Refusal(lazy("La base de données n'est pas à jour : lancez d'abord « resal migrate »."))
        yield settings
