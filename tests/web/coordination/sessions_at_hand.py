"""Sessions to try pages with, and what the database says of them."""

from datetime import UTC, date, datetime

import factories

from resal.db import db
from resal.models import Entry, TrainingSession, localized


def here(session, page=""):
    return f"/coordination/rencontres/{session.id}{page and '/' + page}"


def sessions():
    db.session.expire_all()
    return db.session.query(TrainingSession).order_by(TrainingSession.id).all()


def journal():
    return [(entry.deed, entry.subject_id) for entry in db.session.query(Entry).filter(Entry.deed.like("session.%"))]


def contents(session):
    """All that the form writes."""
    db.session.expire_all()
    return {
        **{name: dict(getattr(session, name)) for name in ("title", "summary", "objectives", "audience",
                                                          "prerequisites", "instructions", "date_known_as")},
        **{name: getattr(session, name) for name in (
            "kind", "mode", "languages", "series_id", "number_in_series", "edition_number", "venue_id", "city", "link",
            "capacity", "capacity_online", "registration", "opens_at", "closes_at", "waiting_list", "visibility",
            "first_come_hours", "offer_hours", "organization_cap", "minimum", "minimum_by", "external_url",
            "timezone")},
        "meetings": [(m.date, m.start_time, m.end_time, dict(m.title), m.venue_id, m.link, m.uid)
                     for m in session.live_meetings],
        "leaders": [(led.facilitator_id, led.role) for led in session.facilitations],
        "ties": [[row.id for row in rows] for rows in (session.themes, session.organizers, session.funders)],
    }  # fmt: skip


def a_full_session(**columns):
    venue, series = factories.a_venue(), factories.a_series()
    texts = {"fr": "Un texte\n\nsur deux paragraphes", "en": "A text", "es": "Un texto"}
    values = {
        "summary": localized(texts), "objectives": localized(texts), "audience": localized({"fr": "Écoles"}),
        "prerequisites": localized(texts), "instructions": localized(texts), "kind": "network day", "mode": "hybrid",
        "languages": ["fr", "es"], "series": series, "number_in_series": 2, "edition_number": 3, "venue": venue,
        "city": "Laval", "link": "https://visio.example/x", "capacity": 5, "capacity_online": 9,
        "registration": "approval", "waiting_list": "offer", "visibility": "unlisted",
        "first_come_hours": 48, "offer_hours": 4, "organization_cap": 2, "minimum": 4,
        "minimum_by": date(2026, 11, 30),
        "external_url": "https://ailleurs.example/journee",
        "opens_at": datetime(2026, 11, 20, 14, 0, tzinfo=UTC), "closes_at": datetime(2026, 11, 28, 14, 0, tzinfo=UTC),
        "themes": [factories.a_theme(), factories.a_theme()], "organizers": [factories.an_organization()],
        "funders": [factories.an_organization()], "title": localized({"fr": "Titre", "en": "Title", "es": "Título"}),
    }  # fmt: skip
    session = factories.a_session(
        "x", meetings=2, facilitators=[factories.a_facilitator(), factories.a_facilitator()], **{**values, **columns}
    )
    session.live_meetings[1].title = localized({"fr": "Suite", "es": "Continuación"})
    for led in session.facilitations:
        led.role = "moderator"
    db.session.commit()
    return session
