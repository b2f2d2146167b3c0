"""Letters to addresses that asked to be told."""

from datetime import timedelta

import factories
from letter_ground import IN_EIGHT_DAYS, NOW, TEAM, a_session, last_letter

from resal.actions import interest, scheduling
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.models import Letter, localized


def dated(language: str, **columns: object) -> Letter:
    """A date given to a session that had none, to somebody who waited for it."""
    words = localized({"fr": "hiver 2027", "en": "winter 2027"})
    session = a_session(starts_in=None, date_known_as=words, **columns)
    interest.ask_for_session(session, "samir@maison.example", language)
    plans = plans_of(factories.a_session(starts_in=IN_EIGHT_DAYS))
    scheduling.reschedule(session, scheduling.MovePlan.of(session, meetings=plans, link=""), session.revision, TEAM)
    return last_letter("dated")


def opened(language: str) -> Letter:
    """Registration that opens, to somebody who waited for it."""
    session = a_session(opens_at=NOW + timedelta(days=1))
    interest.ask_for_session(session, "samir@maison.example", language)
    session.opens_at = NOW
    db.session.commit()
    factories.openings()
    return last_letter("opened")


def announced(language: str) -> Letter:
    theme = factories.a_theme()
    session = a_session(published=False, themes=[theme], meetings=2)
    interest.ask_for_news("samir@maison.example", language, [theme.key], [])
    scheduling.publish(session, TEAM, announce=True)
    return last_letter("announced")
