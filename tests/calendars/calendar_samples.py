"""Entries for the tests, and the calendars kept whole in golden/.

`python tests/calendars/calendar_samples.py` writes golden/ again, after a change that was meant.
"""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from resal.calendars.entry import Address, Entry
from resal.calendars.event import render
from resal.calendars.feed import assemble, header
from resal.calendars.itip import cancellation, invitation, publication
from resal.calendars.zones import vtimezones

GOLDEN = Path(__file__).parent / "golden"
TORONTO = "America/Toronto"
NETWORK = Address("RÉSAL", "resal@example.org")
SAMIR = Address("Samir Haddad", "samir@example.org")

WORKSHOP = Entry(
    uid="m-7b1c2f0e@formations.example.org",
    sequence=2,
    revised_at=datetime(2026, 11, 3, 15, 4, 5, tzinfo=UTC),
    created_at=datetime(2026, 9, 1, 12, tzinfo=UTC),
    starts=datetime(2026, 12, 2, 18, 30, tzinfo=UTC),
    ends=datetime(2026, 12, 2, 21, tzinfo=UTC),
    zone=TORONTO,
    language="fr",
    summary="Haine en ligne : reconnaître, répondre, soutenir",
    description="Un atelier pour les équipes; à partir de cas réels.\n\nApportez vos questions.",
    url="https://formations.example.org/rencontres/184-haine-en-ligne",
    location="Maison des jeunes Quinka-Buzz",
    address="4335, avenue Bannantyne, Montréal",
    latitude=45.4606,
    longitude=-73.5693,
    categories=("Haine, préjugés", "Français"),
)
ONLINE = replace(
    WORKSHOP,
    uid="m-51d0aa@formations.example.org",
    starts=datetime(2026, 7, 8, 13, tzinfo=UTC),
    ends=datetime(2026, 7, 8, 14, 30, tzinfo=UTC),
    summary="Talking about guns",
    description="",
    language="en",
    location="Online",
    address="",
    latitude=None,
    longitude=None,
    online_link="https://meet.example.org/j/98?pwd=a,b;c",
    categories=(),
    confidential=True,
)
THREE_DAYS = replace(
    WORKSHOP,
    uid="m-90e1@formations.example.org",
    starts=date(2027, 5, 5),
    ends=date(2027, 5, 7),
    summary="Rendez-vous du réseau",
    location="Montréal",
    address="",
    latitude=None,
    longitude=None,
    categories=("Réseau",),
)
LONG_AGO = replace(
    WORKSHOP,
    uid="m-1@formations.example.org",
    starts=datetime(2006, 4, 4, 13, tzinfo=UTC),
    ends=None,
)
CANCELLED = replace(
    WORKSHOP,
    uid="m-3c77@formations.example.org",
    sequence=3,
    revised_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    starts=datetime(2026, 12, 9, 18, 30, tzinfo=UTC),
    ends=datetime(2026, 12, 9, 21, tzinfo=UTC),
    cancelled=True,
    language="en",
    summary="Online hate",
)
INVITED = replace(WORKSHOP, organizer=NETWORK)
CALLED_OFF = replace(INVITED, sequence=3, revised_at=datetime(2026, 11, 20, 9, tzinfo=UTC))

NETWORK_DAYS = replace(THREE_DAYS, organizer=NETWORK)

ENTRIES = (WORKSHOP, ONLINE, THREE_DAYS, LONG_AGO, CANCELLED)


def feed(*entries: Entry) -> bytes:
    """A public feed of the network."""
    about = header(
        "Rencontres du RÉSAL",
        "Formations, ateliers et rencontres; pour les équipes, à Montréal.",
        "fr",
        "https://formations.example.org/calendrier.ics",
        TORONTO,
    )
    return assemble(about, vtimezones([TORONTO]), map(render, entries))


def goldens() -> dict[str, bytes]:
    """Name → the calendar that golden/<name>.ics must hold."""
    return {
        "feed": feed(*ENTRIES),
        "feed-without-events": feed(),
        "invitation": invitation(INVITED, SAMIR),
        "cancellation-of-the-event": cancellation(CALLED_OFF, SAMIR, whole_event=True),
        "cancellation-of-one-seat": cancellation(CALLED_OFF, SAMIR, whole_event=False),
        "publication": publication([INVITED, NETWORK_DAYS]),
    }


if __name__ == "__main__":
    for name, calendar in goldens().items():
        (GOLDEN / f"{name}.ics").write_bytes(calendar)
