"""VERBS: one public function = one intention = one transaction.

An action takes nouns or ids and plain values, writes the letters owed and the journal entry in
the same transaction, and returns the noun. When it will not, it raises `Refusal`.
"""

from dataclasses import dataclass
from typing import Any

from resal.language import Sentence
from resal.models import Account


class Refusal(Sentence):
    """An action that will not be done, and why, in a sentence a person can act on.

    `field` names the form field it is about, when there is one.
    """

    def __init__(self, message: str, /, field: str | None = None, **values: Any) -> None:
        super().__init__(message, **values)
        self.field = field


@dataclass(frozen=True)
class Actor:
    """Who acts: a member of the team, the participant themself, or the program."""

    kind: str
    account_id: int | None = None

    def __str__(self) -> str:
        return f"{self.kind}:{self.account_id}" if self.account_id else self.kind


PARTICIPANT = Actor("participant")
SYSTEM = Actor("system")


def by(account: Account) -> Actor:
    """The actor for a member of the team."""
    return Actor("account", account.id)
