"""The `resal` command: 0 done, 1 refused with one sentence, 2 misused, 3 a broken promise."""

import sys
from importlib import import_module

import click

from resal import language
from resal.language import Sentence

# command: the module it is in, imported only when it is called, so that the worker stays small
COMMANDS = {
    "check": "checking", "deliver": "mailing", "demo": "programme", "export": "programme",
    "feed": "programme", "import": "programme", "init": "setting_up", "migrate": "setting_up",
    "outbox": "mailing", "serve": "serving", "team": "team", "worker": "mailing",
}  # fmt: skip


class Commands(click.Group):
    """Finds commands in their modules; a refusal of ours is one sentence, never a traceback."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module = import_module(f"resal.cli.{COMMANDS[name]}")
        found: click.Command = module.COMMANDS[name]
        return found

    def invoke(self, context: click.Context) -> object:
        try:
            return super().invoke(context)
        except Sentence as sentence:
            click.echo(str(sentence), err=True)
        sys.exit(1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """RÉSAL : rencontres, inscriptions, apprentissages et calendriers d'un réseau."""
    language.speak("fr")
