"""Who comes to a race: somebody who registers, at the product or at the floor; somebody who gives up."""

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks import seeding
from benchmarks.load import Answer, Visit, get, post
from benchmarks.racing import Visitor
from benchmarks.registering import hidden, sent, set_by
from resal import addresses


class Newcomer(Visitor):
    """Registers; takes a place in line when the last seat has just gone; looks at the seat."""

    path = addresses.path("registration.form", "fr", id=seeding.REGISTERED_TO)

    def __init__(self, number: int) -> None:
        super().__init__()
        self.person = {
            "name": f"Personne {number}", "email": f"personne{number}@race.example",
            "organization": "Maison des jeunes 7", "language": "fr",
        }  # fmt: skip
        self.cookies: dict[str, str] = {}
        self.form: dict[str, str] = {}

    def __call__(self) -> Visit:
        if not self.form:
            page = yield get(self.path)
            self._read(page, 200)
        done = yield post(self.path, {**self.form, **self.person}, sent(self.cookies))
        if done.status == 409:
            self._read(done, 409)
            done = yield post(self.path, {**self.form, **self.person}, sent(self.cookies))
        self.expect(done, 303)
        self.cookies |= set_by(done)
        self.seat = done.header("location")
        seat = yield get(self.seat, sent(self.cookies))
        self.expect(seat, 200)

    def _read(self, page: Answer, status: int) -> None:
        self.expect(page, status)
        self.cookies |= set_by(page)
        self.form = hidden(page)


class Bare(Newcomer):
    """The same at the floor."""

    path = "/form"


@dataclass(frozen=True)
class GivingUp:
    """Makes whoever frees the seat of that number."""

    seats: Sequence[str]

    def __call__(self, number: int) -> Visitor:
        return _GivingUp(self.seats[number])


class _GivingUp(Visitor):
    def __init__(self, seat: str) -> None:
        super().__init__()
        self.path = f"{seat}/annuler"

    def __str__(self) -> str:
        return f"whoever opens {self.path}"

    def __call__(self) -> Visit:
        page = yield get(self.path)
        self.expect(page, 200, 303)
        if page.status == 200 and hidden(page):
            done = yield post(self.path, hidden(page), sent(set_by(page)))
            self.expect(done, 303)
