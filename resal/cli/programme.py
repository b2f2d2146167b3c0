"""The programme as a file, the example, everything as files, a feed on stdout."""

import json
import sys
from pathlib import Path

import click

from resal import language
from resal.actions import SYSTEM, Refusal, demonstrating
from resal.actions.importing import BadProgramme, Report, import_programme, load_json
from resal.cli.context import application
from resal.db import db
from resal.language import gettext, lazy
from resal.models import Base, Series, Theme
from resal.queries import feed_bytes
from resal.queries.exporting import export_programme


@click.group()
def demo() -> None:
    """Le programme d'exemple."""


@demo.command("load")
def demo_load() -> None:
    """Charge le programme de RÉSAL et des rencontres inventées à venir."""
    with application():
        if not demonstrating.is_empty():
            raise Refusal(lazy("La base contient déjà des rencontres : l'exemple n'y est pas ajouté."))
        demonstrating.load(SYSTEM)
        click.echo(gettext("L'exemple est chargé."))


@demo.command("clear")
def demo_clear() -> None:
    """Retire tout ce qui est inventé; le reste ne bouge pas."""
    with application():
        demonstrating.clear(SYSTEM)
        click.echo(gettext("L'exemple est retiré."))


@click.group("import")
def import_() -> None:
    """Faire entrer des données."""


@import_.command("programme")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Dit ce qui serait fait, sans rien écrire.")
def import_programme_file(file: Path, dry_run: bool) -> None:
    """Lit un programme (JSON) : tout, ou rien avec la raison de chaque refus."""
    with application() as settings:
        try:
            report = import_programme(load_json(file.read_bytes()), SYSTEM, dry_run=dry_run, timezone=settings.timezone)
        except BadProgramme as bad:
            for problem in bad.problems:
                click.echo(str(problem), err=True)
            raise Refusal(lazy("Rien n'a été écrit : corrigez ces points, puis recommencez.")) from None
        _say(report, dry_run)


@click.command("export")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
def export(folder: Path) -> None:
    """Écrit le programme dans un dossier : programme.json et calendrier.ics."""
    with application() as settings:
        folder.mkdir(parents=True, exist_ok=True)
        programme = json.dumps(export_programme(db.session()), ensure_ascii=False, indent=1)
        (folder / "programme.json").write_text(programme + "\n", "utf-8")
        for spoken, name in (("fr", "calendrier.ics"), ("en", "calendar.ics")):
            with language.speaking(spoken):
                (folder / name).write_bytes(feed_bytes.public_feed(settings))
        click.echo(gettext("Écrit dans %(folder)s", folder=folder))


@click.command()
@click.option("--series", type=int, default=None, help="Numéro d'une série.")
@click.option("--theme", type=int, default=None, help="Numéro d'un thème.")
@click.option("--language", "spoken", type=click.Choice(["fr", "en"]), default="fr", show_default=True)
def feed(series: int | None, theme: int | None, spoken: str) -> None:
    """Écrit le calendrier public sur la sortie standard."""
    with application() as settings, language.speaking(spoken):
        _refuse_unknown(Series, series)
        _refuse_unknown(Theme, theme)
        sys.stdout.buffer.write(feed_bytes.public_feed(settings, series=series, theme=theme))


def _refuse_unknown(model: type[Base], number: int | None) -> None:
    if number is not None and db.session.get(model, number) is None:
        raise Refusal(lazy("Aucune série ou aucun thème ne porte le numéro %(number)s."), number=number)


def _say(report: Report, dry_run: bool) -> None:
    """One line per noun that something happened to."""
    for noun, counts in report.items():
        if any(counts.values()):
            created, updated = counts["created"], counts["updated"]
            click.echo(
                gettext(
                    "%(noun)s : %(created)s créés, %(updated)s mis à jour", noun=noun, created=created, updated=updated
                )
            )
    if not any(any(counts.values()) for counts in report.values()):
        click.echo(gettext("Rien de nouveau."))
    if dry_run:
        click.echo(gettext("Essai seulement : rien n'a été écrit."))


COMMANDS = {"demo": demo, "import": import_, "export": export, "feed": feed}
