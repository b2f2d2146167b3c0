"""`resal init` and `resal migrate`: the database, and the key."""

import click

from resal.language import gettext
from resal.settings import Settings, read


@click.command()
def init() -> None:
    """Crée la base de données et la clé secrète."""
    settings = read()
    _migrate(settings)
    click.echo(gettext("Prêt : %(folder)s", folder=settings.instance))


@click.command()
def migrate() -> None:
    """Met la base de données à jour."""
    _migrate(read())
    click.echo(gettext("La base de données est à jour."))


def _migrate(settings: Settings) -> None:
    from resal import schema  # noqa: PLC0415 - every command would load what migrates

    schema.migrate(settings)


COMMANDS = {"init": init, "migrate": migrate}
