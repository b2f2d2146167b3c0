"""Letters about several sessions at once."""

from datetime import time, timedelta

import factories
from letter_ground import TEAM, a_session, last_letter, register

from resal.actions import registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import SeriesChange
from resal.db import db
from resal.models import Letter, Series, SeriesRegistration, TrainingSession, localized


def a_series() -> tuple[Series, list[TrainingSession]]:
    """Three sessions: one with room, one online, one that is full."""
    series = factories.a_series(title=localized({"fr": "Communauté de pratique", "en": "Community of practice"}))
    series.register_whole = True
    first = a_session(series_id=series.id)
    second = a_session(
        series_id=series.id, starts_in=timedelta(days=15, hours=3), mode="online", venue_id=None, venue=None,
        link="https://meet.example/98", title=localized({"fr": "En ligne ensemble", "en": "Online together"}),
    )  # fmt: skip
    full = a_session(series_id=series.id, starts_in=timedelta(days=22, hours=3), capacity=1)
    factories.a_registration(full)
    return series, [first, second, full]


def whole(language: str) -> SeriesRegistration:
    series, _ = a_series()
    typed = Typed("Samir Haddad", "samir@maison.example", "Maison des jeunes", language=language, line=True)
    return registering.register_whole(series, typed).registration


def series_confirmed(language: str) -> Letter:
    whole(language)
    return last_letter("series_confirmed")


def series_already(language: str) -> Letter:
    series = whole(language).series
    typed = Typed("Samir Haddad", "samir@maison.example", "Maison des jeunes", language=language, line=True)
    registering.register_whole(series, typed)
    return last_letter("series_already")


def series_left(language: str) -> Letter:
    registering.leave_whole(whole(language))
    return last_letter("series_left")


def a_whole_series(language: str) -> TrainingSession:
    """The first of three sessions to which one person comes as a whole."""
    [session, *_] = db.session.query(TrainingSession).filter_by(series_id=whole(language).series_id).order_by("id")
    return session


def series_changed(language: str) -> Letter:
    session, change = a_whole_series(language), SeriesChange(days=7)
    seen = scheduling.mark(scheduling.meant(session, "all"))
    scheduling.change_several(session, "all", change, seen, TEAM)
    return last_letter("series_changed")


def series_changed_for_one_place(language: str) -> Letter:
    _, [session, *_] = a_series()
    register(session, language)
    seen = scheduling.mark(scheduling.meant(session, "all"))
    scheduling.change_several(session, "all", SeriesChange(start=time(9), end=time(12)), seen, TEAM)
    letters = db.session.query(Letter).filter_by(kind="series_changed")
    return next(letter for letter in letters if letter.to_email == "samir@maison.example")


def series_cancelled(language: str) -> Letter:
    session = a_whole_series(language)
    reason = {"fr": "l'animatrice est malade", "en": "the facilitator is ill"}
    scheduling.cancel_several(session, "all", reason, scheduling.mark(scheduling.meant(session, "all")), TEAM)
    return last_letter("series_cancelled")
