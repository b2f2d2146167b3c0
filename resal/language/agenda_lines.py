"""A whole agenda as text, one line each: read from what people paste, written so that it reads back.

    # Jour 1
    9 h 30–10 h 15 Accueil / Welcome | Ana Silva, Maison des jeunes
    [Atelier A] 10 h 30 La rue | Modération : Nadège Étienne
    10 h 30 La famille [Atelier B] | Ana Silva
    Matin : Tour de table

A line that begins otherwise is a title without an hour. What would be misread stands in straight
quotation marks, doubled inside: "Jour 2" is then a title. Nothing that was written is lost.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import time

from resal.language import spoken_times
from resal.language.spoken_times import DASH, Day
from resal.language.typography import fold, plain

PART_WORDS = {
    "morning": ("am", "avant-midi", "matin", "morning"),
    "afternoon": ("pm", "apres-midi", "afternoon"),
    "evening": ("soir", "soiree", "evening"),
    "all day": ("toute la journee", "all day"),
}
WHOLE = ("toute la rencontre", "whole session", "the whole session")
_PARTS = {word: part for part, words in PART_WORDS.items() for word in words}
_WRITTEN_PART = {"morning": "AM", "afternoon": "PM", "evening": "Soir", "all day": "Toute la journée"}
_BULLET = re.compile(rf"\s*[{DASH}•·▪◦‣*]\s+(?=\S)")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_BRACKETS = re.compile(r'\[(?:"((?:[^"]|"")*)"|([^\[\]"]{1,200}))\]\s*[:.]?\s*')
_BRACKETS_LAST = re.compile(r'\s\[\s*([^\s\[\]"][^\[\]"]{0,200})\]\s*(?=$|/\s)')
_ROOM = re.compile(
    r"((?:salle|local|atelier|volet|groupe|bloc|parcours|room|workshop|track|group|stream)\s+[^\s:|]{1,20})\s*:\s+",
    re.IGNORECASE,
)
_PART = re.compile(rf"([^\W\d_][^\W\d_ '’-]*(?:[ '’-][^\W\d_]+){{0,2}})\s*(?:[{DASH}:]\s+|:$)")
_HALF_DAY = re.compile(rf"(AM|PM|A\.M\.|P\.M\.)(?=\s)\s*(?:[:{DASH[1:]}-]\s+)?")
_NAMES_FROM = re.compile(r"\s*\|\s*")
_ENGLISH_FROM = re.compile(r"\s+/\s+")
_BETWEEN_NAMES = re.compile(r"\s*[,;|]\s*")


@dataclass(frozen=True)
class AgendaLine:
    """One line as it was written. `day`: None is not said, `WHOLE` is the whole session; `names`: as written."""

    day: Day | str | None = None
    part: str | None = None
    start: time | None = None
    end: time | None = None
    track: str = ""
    french: str = ""
    english: str = ""
    names: tuple[str, ...] = ()


def read(text: str, roles: dict[str, str] | None = None) -> list[AgendaLine]:
    """The lines of a pasted text, in their order; blank ones are left out. Never fails.

    `roles`: code by folded word; « Panel : Ana, Léa » then gives its role to both.
    """
    found, day, part = [], None, None
    for raw in re.split(r"[\n\r\x0b\x0c\x85\u2028\u2029]", text):
        written = _clean(raw)
        heading = _heading(written) if written else None
        if heading is not None:
            day, part = (day, heading) if heading in PART_WORDS else (heading, None)
        elif written:
            line = _line(written, roles or {})
            if line == AgendaLine():
                continue
            found.append(replace(line, day=day, part=line.part or (part if line.start is None else None)))
    return found


def write(lines: Iterable[AgendaLine], said_day: Callable[[Day | str | None], str]) -> str:
    """The text of these lines; `read` gives them back. `said_day`: the words of a day, as `read` knows them."""
    return "\n".join(_written(list(lines), said_day))


def split_role(name: str, roles: dict[str, str]) -> tuple[str | None, str]:
    """« Modération : Ana » is ("moderator", "Ana"); `roles`: code by folded word. Without a role, None."""
    word, colon, rest = name.partition(":")
    code = roles.get(fold(word)) if colon else None
    return (code, rest.strip()) if code and rest.strip() else (None, name)


def join_known(pieces: Sequence[str], known: Callable[[str], bool]) -> list[str]:
    """Names cut at commas, put together again where that makes a name somebody bears."""
    joined, at = [], 0
    while at < len(pieces):
        ends = range(min(len(pieces), at + 4), at, -1)
        end = next((end for end in ends if known(", ".join(pieces[at:end]))), at + 1)
        joined.append(", ".join(pieces[at:end]))
        at = end
    return joined


def names_of(text: str) -> tuple[str, ...]:
    """The names of a list: by commas, semicolons or lines; one in quotation marks is taken whole."""
    return tuple(name for group in groups_of(text) for name in group)


def groups_of(text: str) -> tuple[tuple[str, ...], ...]:
    """The same, by semicolons first: names with commas between them share what is said of the first."""
    groups: list[list[str]] = [[]]
    rest = text.strip()
    while rest:
        name, after = _piece(rest, _BETWEEN_NAMES)
        between = rest[: len(rest) - len(after)].rstrip()
        groups[-1].append(name)
        if between.endswith((";", "|")):
            groups.append([])
        rest = after
    return tuple(tuple(name for name in group if name) for group in groups if any(group))


def with_their_role(names: Iterable[str], roles: dict[str, str]) -> Iterator[str]:
    """« Panel : Ana » then « Léa » are « Panel : Ana » and « Panel : Léa », until another role is said."""
    said = ""
    for name in names:
        if split_role(name, roles)[0]:
            said = name.partition(":")[0].strip()
            yield name
        else:
            yield f"{said} : {name}" if said else name


def _clean(raw: str) -> str:
    """One line without controls; the cells of a pasted table become hours, title and names."""
    bullet = _BULLET.match(raw)
    cells = [" ".join(plain(cell).split()) for cell in raw[bullet.end() if bullet else 0 :].split("\t")]
    cells = cells if len([cell for cell in cells if cell]) > 1 else [" ".join(cells)]
    if len(cells) > 1:
        alone = spoken_times.hours(cells[0])
        timed = not cells[0] or fold(cells[0]) in _PARTS or (alone is not None and alone.rest == len(cells[0]))
        head, names = (f"{cells[0]} {cells[1]}", cells[2:]) if timed else (cells[0], cells[1:])
        cells = [" | ".join(part for part in (head, ", ".join(filter(None, names))) if part)]
    return cells[0].strip()


def _heading(written: str) -> Day | str | None:
    """The day or the part of the day that a line announces, when it does nothing else."""
    marked = written.startswith("#")
    said = written.lstrip("# ")
    folded = fold(said).strip(" :.")
    if folded in WHOLE:
        return WHOLE[0]
    if folded in _PARTS:
        return _PARTS[folded]
    first = re.split(rf"\s*[:({DASH[1:]}]|\s-\s", said, maxsplit=1)[0] if marked else said
    return spoken_times.day(said) or spoken_times.day(first)


def _line(written: str, roles: dict[str, str]) -> AgendaLine:
    line, rest = _track_last(*_beginning(AgendaLine(), written))
    french, rest = _piece(rest, re.compile(rf"{_ENGLISH_FROM.pattern}|{_NAMES_FROM.pattern}"), keep=True)
    english = ""
    if _ENGLISH_FROM.match(rest):
        english, rest = _piece(_ENGLISH_FROM.sub("", rest, count=1), _NAMES_FROM, keep=True)
    groups = groups_of(_NAMES_FROM.sub("", rest, count=1))
    names = tuple(name for group in groups for name in with_their_role(group, roles))
    return replace(line, french=french, english=english, names=names)


def _beginning(line: AgendaLine, rest: str) -> tuple[AgendaLine, str]:
    """What stands before the title, in whatever order: track, part of the day, hours."""
    for _ in range(3):
        line, after = _one_more(line, rest)
        if after == rest:
            break
        rest = after
    return line, rest


def _one_more(line: AgendaLine, rest: str) -> tuple[AgendaLine, str]:
    brackets = _BRACKETS.match(rest) or _ROOM.match(rest)
    if brackets and not line.track:
        quoted = brackets[1] if brackets.re is _BRACKETS else None
        track = quoted.replace('""', '"') if quoted is not None else brackets[brackets.re.groups].strip()
        return replace(line, track=track), rest[brackets.end() :]
    hours = spoken_times.hours(rest) if line.start is None else None
    if hours:
        return replace(line, start=hours.start, end=hours.end), rest[hours.rest :]
    half = _HALF_DAY.match(rest) or _PART.match(rest)
    part = _PARTS.get(fold(half[1]).replace(".", "")) if half and line.part is None else None
    return (replace(line, part=part), rest[half.end() :]) if half and part else (line, rest)


def _track_last(line: AgendaLine, rest: str) -> tuple[AgendaLine, str]:
    """A track may also stand behind the title, unless quotation marks hold it there."""
    title, bar, names = rest.partition("|")
    found = None if line.track or '"' in title else _BRACKETS_LAST.search(title)
    if found is None:
        return line, rest
    return replace(line, track=found[1].strip()), f"{title[: found.start()]} {title[found.end() :]}{bar}{names}"


def _piece(text: str, until: re.Pattern[str], keep: bool = False) -> tuple[str, str]:
    """The text before a separator, or the one in quotation marks before it; and what follows."""
    quoted = _QUOTED.match(text)
    if quoted and (quoted.end() == len(text) or until.match(text, quoted.end())):
        piece, at = quoted[1].replace('""', '"'), quoted.end()
    else:
        found = until.search(text)
        at = found.start() if found else len(text)
        piece = text[:at].strip()
    rest = text[at:]
    return piece, rest if keep else until.sub("", rest, count=1) if until.match(rest) else rest


def _written(lines: Sequence[AgendaLine], said_day: Callable[[Day | str | None], str]) -> Iterator[str]:
    day: Day | str | None = None
    for line in lines:
        if line.day != day:
            day = line.day
            yield f"# {said_day(day)}"
        plainly = _one_line(line, str)
        bare = replace(line, day=None)
        yield plainly if read(plainly) == [bare] else _one_line(line, _in_quotes)


def _one_line(line: AgendaLine, put: Callable[[str], str]) -> str:
    track = f"[{put(line.track)}]" if line.track else ""
    part = f"{_WRITTEN_PART[line.part]} :" if line.part else ""
    titles = [put(line.french), *([put(line.english)] if line.english else [])]
    head = " ".join(piece for piece in (track, part, _hours(line), " / ".join(titles)) if piece)
    between = "; " if any(":" in name for name in line.names) else ", "  # by commas, a role goes on to the next
    return f"{head} | {between.join(put(name) for name in line.names)}" if line.names else head


def _hours(line: AgendaLine) -> str:
    return "–".join(f"{at.hour} h {at.minute:02}" for at in (line.start, line.end) if at)


def _in_quotes(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
