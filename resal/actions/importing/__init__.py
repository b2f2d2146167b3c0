"""Taking in a programme file: all or nothing, each problem with its place and the reason.

The form is that of the packaged example (`resal/example/programme.json`) and of
`queries.exporting`. Importing again updates by key and creates nothing twice.
"""

from typing import Any

from resal import clock
from resal.actions import Actor, journal
from resal.actions.importing.known import MODELS, known
from resal.actions.importing.loading import load_json
from resal.actions.importing.pen import Pen, Report
from resal.actions.importing.problems import BadProgramme, Problem
from resal.actions.importing.reading import read
from resal.actions.importing.writing import write
from resal.db import db, transaction

__all__ = ["BadProgramme", "Problem", "Report", "import_programme", "load_json", "take_in"]

NOUNS = ("network", *MODELS)


@transaction
def import_programme(data: Any, actor: Actor, dry_run: bool = False, timezone: str = "America/Toronto") -> Report:
    """Take in a programme, as `load_json` gives it, and say what was created and updated.

    `dry_run`: do it all, then undo it all. `timezone`: of sessions, when neither the file nor the
    network says. Raises `BadProgramme` with every problem, and then nothing at all is written.
    """
    report = take_in(data, Pen(clock.now()), timezone)
    journal.note(actor, "programme.imported", None, **report)
    if dry_run:
        db.session.rollback()
    return report


def take_in(data: Any, pen: Pen, timezone: str = "America/Toronto") -> Report:
    """The same inside a transaction that is already open. Raises `BadProgramme`."""
    programme = read(data, known(timezone), pen.now)
    with db.session.no_autoflush:  # a row that is half described must wait
        write(programme, pen)
    return pen.report(NOUNS)
