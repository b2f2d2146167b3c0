"""What a letter is written on: decided by the operator, the same for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from email.utils import parseaddr


@dataclass(frozen=True)
class Stationery:
    """`base_url`: without a slash at the end; `keys`: the first makes the secret links;
    `sender` and `reply_to`: mailboxes such as « RÉSAL <resal@example.org> ».
    """

    base_url: str
    keys: Sequence[str]
    sender: str
    reply_to: str | None = None

    @property
    def sender_name(self) -> str:
        return parseaddr(self.sender)[0]

    @property
    def sender_email(self) -> str:
        return parseaddr(self.sender)[1]
