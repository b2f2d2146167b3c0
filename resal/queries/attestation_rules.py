"""Who gets an attestation, and of what: the rule of a session, of its series, or the usual one.

As tables keep it: {"of": "session" | "series" | "none", "count": "meetings" | "hours", "least": n}; nothing
where no rule was set, which is the rule of the series, and without one a single date attended.
"""

from dataclasses import dataclass
from typing import Any

from resal.language import gettext, ngettext
from resal.models import Series, TrainingSession
from resal.queries.remembered import remembered

OF = ("session", "series", "none")
COUNTS = ("meetings", "hours")
MOST = 1000


@dataclass(frozen=True)
class Rule:
    """`of`: what one attestation is for, or "none"; at least `least` meetings attended, or hours."""

    of: str = "session"
    count: str = "meetings"
    least: int = 1

    def stored(self) -> dict[str, Any]:
        return {"of": self.of, "count": self.count, "least": self.least}

    @property
    def least_minutes(self) -> int:
        return self.least * 60 if self.count == "hours" else 0


USUAL = Rule()


def read(stored: dict[str, Any] | None) -> Rule | None:
    """A rule as tables keep it; None where none was set."""
    return Rule(stored["of"], stored["count"], stored["least"]) if stored else None


def of_series(series: Series) -> Rule:
    """The rule that its sessions follow, unless they have their own."""
    return read(series.attestation_rule) or USUAL


def of_session(session: TrainingSession) -> Rule:
    """The rule that holds for a session."""
    return remembered(("attestation rule", session.id), lambda: _of_session(session))


def said(rule: Rule) -> str:
    """The rule in a sentence."""
    if rule.of == "none":
        return gettext("Il n'y a pas d'attestation.")
    if rule.of == "series":
        return gettext("Une attestation pour toute la série, dès %(least)s de présence.", least=least(rule))
    return gettext("Une attestation pour la rencontre, dès %(least)s de présence.", least=least(rule))


def least(rule: Rule) -> str:
    """« 3 dates », « 6 heures »."""
    if rule.count == "hours":
        return ngettext("%(n)s heure", "%(n)s heures", rule.least)
    return ngettext("%(n)s date", "%(n)s dates", rule.least)


def _of_session(session: TrainingSession) -> Rule:
    own = read(session.attestation_rule)
    if own is not None:
        return own
    return of_series(session.series) if session.series is not None else USUAL
