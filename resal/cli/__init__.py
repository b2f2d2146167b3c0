"""The `resal` command: 0 done, 1 refused with one sentence, 2 misused, 3 a broken promise."""

import sys

import click

from resal import language
from resal.cli import checking, mailing, programme, serving, team
from resal.language import Sentence

FAMILIES = (serving, team, programme, mailing, checking)


class Sentences(click.Group):
    """A refusal of ours is one sentence on stderr, never a traceback."""

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except Sentence as sentence:
            click.echo(str(sentence), err=True)
        sys.exit(1)


@click.group(cls=Sentences, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """RÉSAL : rencontres, inscriptions, apprentissages et calendriers d'un réseau."""
    language.speak("fr")


for family in FAMILIES:
    for command in family.COMMANDS:
        main.add_command(command)
