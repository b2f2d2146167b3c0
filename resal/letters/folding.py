"""How subjects and long addresses are folded: Python's own way loses a space in about one French subject in twenty."""

from email.header import Header
from email.policy import SMTP, EmailPolicy


class Whole(EmailPolicy):
    """SMTP's policy, but a subject that is not ASCII is encoded whole (RFC 2047 section 5).

    The library encodes only the words that need it, and between two of them, where a line ends, the
    space is dropped by every reader, as the standard asks.
    """

    def fold(self, name: str, value: str) -> str:
        if name.lower() == "list-unsubscribe":  # an address has no place to fold at, and is no text to encode
            return f"{name}: {value}{self.linesep}"
        if name.lower() != "subject" or str(value).isascii():
            return str(super().fold(name, value))
        words = Header(str(value), "utf-8", header_name=name).encode(linesep=self.linesep)
        return f"{name}: {words}{self.linesep}"

    def fold_binary(self, name: str, value: str) -> bytes:
        if name.lower() not in ("subject", "list-unsubscribe"):
            return bytes(super().fold_binary(name, value))
        return self.fold(name, value).encode("ascii", "surrogateescape")


POLICY = Whole(linesep=SMTP.linesep)
