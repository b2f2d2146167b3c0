"""An error that is a sentence for a person, said in their language when it is shown."""

from typing import Any

from resal.language.catalogue import gettext


class Sentence(Exception):
    """`message`: French source text, `%(name)s` for `values`; `str()` says it in the current language."""

    def __init__(self, message: str, /, **values: Any) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        return gettext(self.message, **self.values)
