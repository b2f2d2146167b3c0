"""Who leads a line, as a list of names: written from the rows, and matched with the directory again."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from resal.language import gettext
from resal.language.agenda_lines import groups_of, join_known, names_of, split_role, with_their_role
from resal.language.typography import fold
from resal.models import AgendaItem
from resal.models.meeting import SPEAKER
from resal.queries import directory_names, words
from resal.queries.directory_names import ORGANIZATION, PERSON, Found, Known
from resal.queries.readings import shown


@dataclass(frozen=True)
class Named:
    """`people`: id, role or None, name; `others`: what is written, role or None, name, of whom nobody knows."""

    people: tuple[tuple[int, str | None, str], ...] = ()
    organization_ids: tuple[int, ...] = ()
    others: tuple[tuple[str, str | None, str], ...] = ()


@dataclass(frozen=True)
class Names:
    """The directory, and for each line (by id) those it already has: they win over namesakes."""

    known: Known
    own: dict[int, dict[str, Found]]

    def of(self, text: str, line_id: int | None = None) -> Named:
        """Who is meant by a list of names: by lines, commas or semicolons, each with its role if any."""
        roles, own = role_codes(), self.own.get(line_id or 0, {})

        def find(piece: str) -> Found | None:
            name = split_role(piece, roles)[1]
            return own.get(fold(name)) or self.known.find(name)

        groups = [group for line in text.splitlines() for group in groups_of(line)]
        pieces = [one for group in groups for one in with_their_role(_whole_names(group, find), roles)]
        found = [(piece, *split_role(piece, roles), find(piece)) for piece in dict.fromkeys(pieces)]
        return Named(
            tuple((one.id, role, name) for _, role, name, one in found if one and one.kind == PERSON),
            tuple(dict.fromkeys(one.id for *_, one in found if one and one.kind == ORGANIZATION)),
            tuple((piece, role, name) for piece, role, name, one in found if one is None),
        )

    def written_of(self, item: AgendaItem) -> str:
        """The names of a line, one below the other."""
        people = [
            led.facilitator.name if led.role == SPEAKER else _in_role(led.role, led.facilitator.name)
            for led in item.in_order
        ]
        return "\n".join(written(name) for name in (*people, *(shown(body.name).text for body in item.organizations)))


def names(items: Iterable[AgendaItem]) -> Names:
    """The directory of now, and those of these lines."""
    own = {
        item.id: {
            **{fold(shown(body.name).text): Found(ORGANIZATION, body.id) for body in item.organizations},
            **{fold(led.facilitator.name): Found(PERSON, led.facilitator_id) for led in item.leaders},
        }
        for item in items
    }
    return Names(directory_names.known(), own)


def written(name: str) -> str:
    """A name so that it reads back as one name: in quotation marks when it has commas."""
    return name if names_of(name) == (name,) else '"' + name.replace('"', '""') + '"'


@cache
def role_codes() -> dict[str, str]:
    """The role that each folded word means, in both languages."""
    said = {fold(gettext(word, spoken)): code for code, word in words.AGENDA_ROLES.items() for spoken in ("fr", "en")}
    return said | {word: code for code, others in words.AGENDA_ROLE_WORDS.items() for word in others}


def _whole_names(pieces: Sequence[str], find: Callable[[str], Found | None]) -> list[str]:
    return join_known(pieces, lambda piece: find(piece) is not None)


def _in_role(role: str, name: str) -> str:
    return gettext("%(role)s : %(names)s", role=words.word(words.AGENDA_ROLES, role), names=name)
