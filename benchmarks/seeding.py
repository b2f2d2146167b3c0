"""A programme of any size, written in bulk: a hundred sessions to come, the others past.

Rows are what the actions would have written, so that `resal check` holds: instants derived from
local dates, one calendar identity per meeting, an order of arrival per session.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine, func, insert, inspect, select, text

from resal import addresses, clock, models, tokens
from resal.actions.people import email_key, name_key
from resal.actions.revising import new_uid
from resal.language.typography import fold
from resal.models import Localized, localized, localized_list
from resal.models.base import LocalizedText
from resal.models.training_session import session_funders, session_organizers, session_themes

TO_COME = 100
IN_THE_YEAR = 900  # past sessions that a feed of the last twelve months still holds
REGISTERED_TO = 1  # the session that people register for: it never fills up
READ = 50  # the session whose page is read
SEATS = 1_000_000
PER_DAY = 2.5
ZONE = "America/Toronto"
HOURS = (time(13, 30), time(16, 30))
PEOPLE, FACILITATORS, ORGANIZATIONS, VENUES, THEMES = 500, 40, 80, 15, 12
CHUNK = 5_000
TITLES = (
    ("Prévenir la haine en ligne", "Preventing online hate"),
    ("Écouter après un dévoilement", "Listening after a disclosure"),
    ("Médiation urbaine et jeunesse", "Urban mediation and youth"),
    ("Trauma migratoire : comprendre pour intervenir", "Migratory trauma: understanding to intervene"),
)
SUMMARY = localized({
    "fr": "Nommer ce qu'on voit, comprendre ce qui se joue et repartir avec des gestes simples. " * 4,
    "en": "Name what we see, understand what is at stake and leave with simple gestures. " * 4,
})  # fmt: skip
OBJECTIVES = localized_list({
    "fr": ("Reconnaître les signes", "Choisir quand intervenir", "Savoir vers qui orienter"),
    "en": ("Recognize the signs", "Choose when to step in", "Know where to refer"),
})  # fmt: skip

Row = dict[str, Any]


def fill(database_url: str, sessions: int) -> None:
    """Write `sessions` sessions (at least 100) and all that they need in a migrated, empty database."""
    engine = create_engine(database_url)
    with engine.begin() as connection:
        for table, rows in _everything(sessions):
            _write(connection, table, rows)
        if engine.dialect.name == "postgresql":
            _catch_up(connection)
            connection.execute(text("ANALYZE"))  # as autovacuum would have by now
    engine.dispose()


def session_path(number: int) -> str:
    """The path of a session's page in French."""
    return addresses.path("public.session", "fr", id=number, slug=addresses.slug(_title(number)["fr"]))


def _everything(sessions: int) -> Iterator[tuple[Any, Iterable[Row]]]:
    """Each table, or the model of one, with its rows; those that others point at first."""
    now = clock.now().replace(microsecond=0)
    numbers = range(1, sessions + 1)
    yield models.Organization, (_organization(number, now) for number in range(1, ORGANIZATIONS + 1))
    yield models.Theme, (_theme(number) for number in range(1, THEMES + 1))
    yield models.Venue, (_venue(number) for number in range(1, VENUES + 1))
    yield models.Facilitator, (_facilitator(number) for number in range(1, FACILITATORS + 1))
    yield models.Series, (_series(number) for number in range(1, sessions // 12 + 2))
    yield models.TrainingSession, (_session(number, now) for number in numbers)
    yield models.Meeting, (_meeting(number, now) for number in numbers)
    yield models.Facilitation, (_facilitation(number, place) for number in numbers for place in (0, 1))
    yield session_themes, _ties(numbers, "theme_id", THEMES)
    yield session_organizers, _ties(numbers, "organization_id", ORGANIZATIONS)
    yield session_funders, _ties(numbers, "organization_id", 3)
    yield models.Takeaway, (_takeaway(number, now) for number in numbers[TO_COME:])
    yield models.Participant, (_participant(number, now) for number in range(1, PEOPLE + 1))
    yield models.Registration, _registrations(numbers, now)


def _organization(number: int, now: datetime) -> Row:
    name = f"Maison des jeunes {number}"
    return {
        "id": number, "name": localized({"fr": name, "en": f"Youth Centre {number}"}), "kind": "member",
        "folded_names": f"|{fold(name)}|", "created_at": now,
    }  # fmt: skip


def _theme(number: int) -> Row:
    label = localized({"fr": f"Thème {number}", "en": f"Theme {number}"})
    return {"id": number, "key": f"theme-{number}", "label": label}


def _venue(number: int) -> Row:
    return {
        "id": number, "name": f"Centre communautaire {number}", "address": f"{number}05, boulevard Rosemont",
        "borough": "Rosemont", "city": "Montréal", "latitude": 45.55, "longitude": -73.58,
        "access": localized({"fr": "Rampe à l'entrée, ascenseur", "en": "Ramp at the entrance, elevator"}),
    }  # fmt: skip


def _facilitator(number: int) -> Row:
    bio = localized({"fr": "Travaille auprès des jeunes depuis dix ans.", "en": "Ten years of work with youth."})
    return {"id": number, "name": f"Camille Roy-{number}", "bio": bio, "nonce": tokens.new_nonce()}


def _series(number: int) -> Row:
    title = localized({"fr": f"Communauté de pratique {number}", "en": f"Community of practice {number}"})
    return {"id": number, "title": title}


def _session(number: int, now: datetime) -> Row:
    starts_at, ends_at = _span(number, now)
    past = number > TO_COME
    return {
        "id": number, "series_id": (number - 1) // 12 + 1 if number % 3 else None,
        "number_in_series": (number - 1) % 12 + 1 if number % 3 else None,
        "title": _title(number), "kind": "training", "mode": "in person", "summary": SUMMARY, "objectives": OBJECTIVES,
        "audience": localized({"fr": "Intervenants jeunesse", "en": "Youth workers"}), "languages": ["fr"],
        "timezone": ZONE, "venue_id": number % VENUES + 1, "capacity": SEATS if number == REGISTERED_TO else 40,
        "attendance_low": 20 if past else None, "starts_at": starts_at, "ends_at": ends_at, "published_at": now,
        "access_nonce": tokens.new_nonce(), "created_at": now,
    }  # fmt: skip


def _title(number: int) -> Localized:
    french, english = TITLES[number % len(TITLES)]
    return localized({"fr": f"{french}, {number}", "en": f"{english}, {number}"})


def _meeting(number: int, now: datetime) -> Row:
    starts_at, ends_at = _span(number, now)
    return {
        "id": number, "training_session_id": number, "date": _day(number, now),
        "start_time": HOURS[0], "end_time": HOURS[1], "timezone": ZONE, "starts_at": starts_at, "ends_at": ends_at,
        "uid": new_uid(), "revised_at": now, "content_hash": "as seeded", "created_at": now,
    }  # fmt: skip


def _facilitation(number: int, place: int) -> Row:
    return {
        "training_session_id": number, "facilitator_id": (number * 7 + place) % FACILITATORS + 1, "position": place,
        "affiliations": [{"title": {"fr": "Formatrice", "en": "Trainer"}, "organization": {"fr": "RÉSAL"}}],
    }  # fmt: skip


def _ties(numbers: Iterable[int], column: str, of: int) -> Iterator[Row]:
    """Two of the other noun for each session."""
    for number in numbers:
        for other in {number % of + 1, (number * 5 + 2) % of + 1}:
            yield {"training_session_id": number, column: other}


def _takeaway(number: int, now: datetime) -> Row:
    words = f"Nommer ce qu'on ressent avant de proposer quoi que ce soit, {number}"
    return {
        "training_session_id": number, "kind": "practice", "text": localized({"fr": words}),
        "said": words, "search_text": fold(words), "state": "published", "created_at": now, "published_at": now,
    }  # fmt: skip


def _participant(number: int, now: datetime) -> Row:
    name, email = f"Ana Silva {number}", f"ana{number}@maison.example"
    return {
        "id": number, "name": name, "name_key": name_key(name), "email": email, "email_key": email_key(email),
        "organization_id": number % ORGANIZATIONS + 1, "nonce": tokens.new_nonce(), "created_at": now,
    }  # fmt: skip


def _registrations(numbers: Iterable[int], now: datetime) -> Iterator[Row]:
    """Ten people in each session to come, three in each past one."""
    for number in numbers:
        for arrival in range(1, (10 if number <= TO_COME else 3) + 1):
            yield {
                "training_session_id": number, "participant_id": (number + arrival) % PEOPLE + 1, "arrival": arrival,
                "state": "confirmed", "mode": "in person", "source": "import", "nonce": tokens.new_nonce(),
                "created_at": now, "changed_at": now,
            }  # fmt: skip


def _span(number: int, now: datetime) -> tuple[datetime, datetime]:
    zone, day = ZoneInfo(ZONE), _day(number, now)
    starts_at, ends_at = (datetime.combine(day, hour, zone).astimezone(UTC) for hour in HOURS)
    return starts_at, ends_at


def _day(number: int, now: datetime) -> date:
    """From the day after tomorrow on, then backwards: the 900 first past ones within twelve months."""
    before = number - TO_COME
    if before <= 0:
        return now.date() + timedelta(days=number + 1)
    older = timedelta(days=0 if before <= IN_THE_YEAR else 10)
    return now.date() - timedelta(days=2 + before / PER_DAY) - older


def _write(connection: Connection, target: Any, rows: Iterable[Row]) -> None:
    """The rows in chunks; a text that was not said is an empty one, as the models have it."""
    table = inspect(target).local_table if isinstance(target, type) else target
    unsaid = {column.name: Localized() for column in table.columns if isinstance(column.type, LocalizedText)}
    waiting = iter(rows)
    while chunk := [unsaid | row for row in islice(waiting, CHUNK)]:
        connection.execute(insert(table), chunk)


def _catch_up(connection: Connection) -> None:
    """Ids were given here: PostgreSQL's counters go on after them."""
    for table in models.Base.metadata.sorted_tables:
        if "id" in table.columns:
            last = select(func.coalesce(func.max(table.c.id), 0) + 1).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, "id")
            connection.execute(select(func.setval(sequence, last, False)))
