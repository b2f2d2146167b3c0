"""New databases on either engine: empty, or copied from one that was migrated once for the run."""

import shutil
from pathlib import Path
from typing import Any

from sqlalchemy import make_url

from harness import postgres
from harness.ground import Ground
from resal import schema, settings

ENGINES = ("sqlite", "postgresql")


def make(engine: str, ground: Ground, name: str) -> str:
    """The address of a new migrated database. Raises `postgres.NoServer`."""
    template = ground.once(f"template-{engine}", lambda: _migrated(engine, ground))["address"]
    if engine == "sqlite":
        path = ground.room("sqlite") / f"{name}.sqlite3"
        shutil.copy(_path(template), path)
        return f"sqlite:///{path}"
    with ground.turn("copying"):  # PostgreSQL copies only what nobody is connected to
        return _create(ground, name, make_url(template).database)


def make_empty(engine: str, ground: Ground, name: str) -> str:
    """The address of a new database without a single table. Raises `postgres.NoServer`."""
    if engine == "sqlite":
        return f"sqlite:///{ground.room('sqlite') / name}.sqlite3"
    return _create(ground, name, "template0")


def drop(address: str) -> None:
    """Throw away a database that `make` or `make_empty` made."""
    url = make_url(address)
    if url.get_backend_name() == "postgresql":
        postgres.drop(url)
        return
    path = _path(address)
    for file in (path, *path.parent.glob(f"{path.name}-*")):
        file.unlink(missing_ok=True)


def settings_for(address: str, instance: Path, **others: str) -> settings.Settings:
    """The settings of a program under test: its own instance, no letter leaves, no limits of pace."""
    return settings.read(
        {"RESAL_INSTANCE": str(instance), "RESAL_DATABASE_URL": address, "RESAL_MAIL_URL": "null:",
         "RESAL_RATE_LIMIT": "off", **others}
    )  # fmt: skip


def _migrated(engine: str, ground: Ground) -> dict[str, Any]:
    address = make_empty(engine, ground, "template")
    schema.migrate(settings_for(address, ground.room("template")))
    return {"address": address}


def _create(ground: Ground, name: str, template: str | None) -> str:
    server = postgres.address(ground)
    database = f"resal_{ground.token}_{name}"
    postgres.administer(server, f'CREATE DATABASE "{database}" TEMPLATE "{template}"')
    return server.set(database=database).render_as_string(hide_password=False)


def _path(address: str) -> Path:
    return Path(make_url(address).database or "")
