"""The one table of what may become of a registration: from where, to where, by whom, with which letter.

`resal/actions/registering` makes these moves and no other; `resal check` reads histories against
them; docs/contributing.md shows them.
"""

from dataclasses import dataclass

from resal.models.registration import LIVE

PARTICIPANT, TEAM, SYSTEM = "participant", "account", "system"  # the kinds of `Actor`


@dataclass(frozen=True)
class Move:
    """`before`: the states it starts from (None: no registration yet); `who`: kinds of actors.

    `reason`: whether one is asked for; `letter`: the kind that is owed to the person.
    """

    name: str
    before: tuple[str | None, ...]
    after: str
    who: tuple[str, ...]
    letter: str
    reason: bool = False


MOVES = (
    Move("ask", (None,), "requested", (PARTICIPANT, SYSTEM), "requested"),
    Move("seat", (None,), "confirmed", (PARTICIPANT, TEAM, SYSTEM), "confirmed"),
    Move("line up", (None,), "waiting", (PARTICIPANT, TEAM, SYSTEM), "waiting"),
    Move("approve", ("requested",), "confirmed", (TEAM,), "confirmed"),
    Move("approve to wait", ("requested",), "waiting", (TEAM,), "waiting"),
    Move("decline", ("requested",), "declined", (TEAM,), "declined", reason=True),
    Move("seat by hand", ("requested", "waiting"), "confirmed", (TEAM,), "promoted"),
    Move("promote", ("waiting",), "confirmed", (SYSTEM,), "promoted"),
    Move("take", ("waiting",), "confirmed", (PARTICIPANT,), "confirmed"),
    Move("offer", ("waiting",), "offered", (SYSTEM,), "offered"),
    Move("extend", ("offered",), "offered", (TEAM, SYSTEM), "offered"),
    Move("accept", ("offered",), "confirmed", (PARTICIPANT, TEAM), "confirmed"),
    Move("run out", ("offered",), "lapsed", (SYSTEM,), "lapsed"),
    Move("withdraw", LIVE, "withdrawn", (PARTICIPANT,), "withdrawn", reason=True),
    Move("remove", LIVE, "cancelled", (TEAM,), "withdrawn", reason=True),
    Move("take back", ("withdrawn", "lapsed"), "confirmed", (PARTICIPANT,), "confirmed"),
    Move("line up again", ("withdrawn", "lapsed"), "waiting", (PARTICIPANT,), "waiting"),
    Move("merge", LIVE, "merged", (TEAM,), "merged"),
    Move("part to a seat", ("merged",), "confirmed", (TEAM,), "confirmed"),
    Move("part to the line", ("merged",), "waiting", (TEAM,), "waiting"),
    Move("part to a request", ("merged",), "requested", (TEAM,), "requested"),
)
BEGINNINGS = {move.after: move for move in MOVES if move.before == (None,)}
_BY_NAME = {move.name: move for move in MOVES}
STEPS = frozenset((before, move.after) for move in MOVES for before in move.before)


def allowed(before: str | None, name: str, kind: str) -> Move | None:
    """The move of this name, if an actor of this kind may make it from this state. KeyError: no such move."""
    move = _BY_NAME[name]
    return move if before in move.before and kind in move.who else None
