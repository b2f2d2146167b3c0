"""What changed in an agenda, in words of the current language: for pages and letters alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from resal.language import current, dates, gettext, html_lang, lazy
from resal.language.typography import typo
from resal.models import Localized
from resal.queries import words
from resal.queries.publications import KINDS, Plain

HEADINGS = {
    "new": lazy("Nouveau"),
    "moved": lazy("Déplacé"),
    "changed": lazy("Changé"),
    "removed": lazy("Retiré"),
}


@dataclass(frozen=True)
class Said:
    """One change in a sentence; `lang` when it is in another language than the page."""

    text: str
    lang: str | None = None


@dataclass(frozen=True)
class SaidGroup:
    """The changes of one kind under their heading."""

    kind: str
    heading: str
    lines: tuple[Said, ...]


def groups(changes: Iterable[Plain], discreet: bool = False) -> tuple[SaidGroup, ...]:
    """The changes by kind. `discreet`: when but not what, for a confidential session."""
    changes = list(changes)
    found = {kind: tuple(_said(one, discreet) for one in changes if one["kind"] == kind) for kind in KINDS}
    return tuple(SaidGroup(kind, gettext(HEADINGS[kind]), lines) for kind, lines in found.items() if lines)


def _said(change: Plain, discreet: bool) -> Said:
    here, before = change["after"] or change["before"], change["before"]
    if change["what"] == "meeting":
        return Said(_of_meeting(change["kind"], here, before))
    title, lang = _title(here, discreet)
    if change["kind"] in ("new", "removed"):
        return Said(_with(title, _place(here, discreet)), lang)
    if change["kind"] == "moved":
        now, then = _place(here, discreet), _place(before, discreet)
        renamed = _title(before, discreet)[0]
        then = then if renamed == title else f"{renamed}, {then}"
        return Said(gettext("%(what)s : %(now)s (avant : %(before)s)", what=title, now=now, before=then), lang)
    return Said(_reworded(here, before, title, discreet), lang)


def _of_meeting(kind: str, here: Plain, before: Plain | None) -> str:
    now = _whole_day(here)
    if kind == "moved" and before:
        return gettext("%(now)s (avant : %(before)s)", now=now, before=_whole_day(before))
    title = Localized(here["title"]).read(current()).text
    return _with(now, title)


def _reworded(here: Plain, before: Plain, title: str, discreet: bool) -> str:
    then = _title(before, discreet)[0]
    if then != title:
        return gettext("%(what)s (avant : « %(before)s »)", what=_with(title, _place(here, discreet)), before=then)
    if (here["people"], here["bodies"]) != (before["people"], before["bodies"]):
        return gettext("%(what)s : l'animation change", what=_with(title, _place(here, discreet)))
    return _with(title, _place(here, discreet))


def _title(line: Plain, discreet: bool) -> tuple[str, str | None]:
    if discreet:
        return gettext("Une partie du déroulement"), None
    text, language = Localized(line["text"]).read(current())
    text = " ".join(typo(text, language or current()).splitlines())
    return text, None if language in (None, current()) else html_lang(language)


def _with(what: str, more: str) -> str:
    return gettext("%(what)s (%(more)s)", what=what, more=more) if more else what


def _place(line: Plain, discreet: bool) -> str:
    """« mer. 2 déc., 13 h 30 à 14 h, Salle 2 », as much of it as is known."""
    day = dates.day_short(date.fromisoformat(line["day"])) if line["day"] else ""
    hours = _hours(line) or words.word(words.PARTS, line["part"])
    return ", ".join(part for part in (day, hours, "" if discreet else line["track"]) if part)


def _whole_day(meeting: Plain) -> str:
    day = dates.day_long(date.fromisoformat(meeting["day"]))
    return ", ".join(part for part in (day, _hours(meeting)) if part)


def _hours(one: dict[str, Any]) -> str:
    if not one["start"]:
        return ""
    end = time.fromisoformat(one["end"]) if one["end"] else None
    return dates.hours(time.fromisoformat(one["start"]), end)
