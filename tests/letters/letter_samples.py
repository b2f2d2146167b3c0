"""One letter of each kind, in every shape that reads differently; needs a database and a stopped clock."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import factories

from resal.actions import Actor, interest, registering, scheduling
from resal.actions.registering import Typed
from resal.actions.scheduling import LinePlan, SeriesChange
from resal.actions.scheduling.dates import plans_of
from resal.db import db
from resal.letters import owing
from resal.letters.stationery import Stationery
from resal.models import Letter, Network, Registration, Series, SeriesRegistration, TrainingSession, localized

NOW = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
IN_EIGHT_DAYS = timedelta(days=8, hours=3, minutes=30)
TEAM = Actor("account")
PAPER = Stationery(
    "https://resal.example", ("k" * 40,), "RÉSAL <resal@example.org>", "Coordination <coordination@example.org>"
)
TITLE = localized({"fr": "Haine en ligne : répondre", "en": "Online hate: responding"})


def network() -> None:
    """A network that can be reached."""
    db.session.add(
        Network(
            name=localized({"fr": "Réseau d'échange et de soutien aux actions locales", "en": "Local Action Network"}),
            acronym="RÉSAL", email="coordination@example.org", phone="514 555-0123",
            postal_address="3535, avenue du Parc, Montréal",
        )
    )  # fmt: skip
    db.session.commit()


def a_session(**columns: object) -> TrainingSession:
    """In person, with all that a letter may say of a session."""
    venue = columns.pop("venue", None) or factories.a_venue("Maison des jeunes Quinka-Buzz")
    values = {
        "title": TITLE, "starts_in": IN_EIGHT_DAYS, "venue": venue, "languages": ["fr", "en"], "capacity": 2,
        "instructions": localized({"fr": "Apportez vos questions.\nOn sert à manger.", "en": "Bring your questions."}),
    }  # fmt: skip
    return factories.a_session(**{**values, **columns})


def register(session: TrainingSession, language: str = "fr", name: str = "Samir Haddad") -> Registration:
    typed = Typed(name, "samir@maison.example", "Maison des jeunes", language=language, line=True, mode=session.mode)
    return registering.register(session, typed).registration


def last_letter(kind: str) -> Letter:
    return db.session.query(Letter).filter_by(kind=kind).order_by(Letter.id.desc()).first()


def confirmed(language: str, **columns: object) -> Letter:
    register(a_session(**columns), language)
    return last_letter("confirmed")


def online(language: str) -> Letter:
    link = "https://meet.example/98"
    return confirmed(language, mode="online", venue=None, link=link, venue_id=None)


def waiting(language: str) -> Letter:
    session = a_session(capacity=1)
    factories.a_registration(session)
    factories.a_registration(session, state="waiting")
    register(session, language)
    return last_letter("waiting")


def requested(language: str) -> Letter:
    register(a_session(registration="approval"), language)
    return last_letter("requested")


def declined(language: str) -> Letter:
    registration = register(a_session(registration="approval"), language)
    registering.decline(registration, "cet atelier est réservé aux intervenants de rue.", TEAM)
    return last_letter("declined")


def promoted(language: str) -> Letter:
    session = a_session(capacity=1)
    first = factories.a_registration(session)
    register(session, language)
    registering.withdraw(first)
    return last_letter("promoted")


def moved(language: str) -> Letter:
    session = a_session()
    register(session, language)
    [plan] = plans_of(session)
    later = replace(plan, date=plan.date + timedelta(days=8))
    scheduling.reschedule(session, [later], session.venue_id, "", session.revision, TEAM)
    return last_letter("moved")


def one_of_four_moved(language: str) -> Letter:
    session = a_session(meetings=4)
    register(session, language)
    first, second, _dropped, fourth = plans_of(session)
    dates = [first, replace(second, date=second.date + timedelta(days=2)), fourth]
    more = replace(fourth, date=fourth.date + timedelta(days=7), meeting_id=None, zone="America/Vancouver")
    scheduling.reschedule(session, [*dates, more], session.venue_id, "", session.revision, TEAM)
    return last_letter("moved")


def moved_elsewhere(language: str) -> Letter:
    session = a_session(capacity=1)
    factories.a_registration(session)
    register(session, language)
    venue = factories.a_venue("Bibliothèque Frontenac", address="2550, rue Ontario Est", borough="Ville-Marie")
    scheduling.reschedule(session, plans_of(session), venue.id, "", session.revision, TEAM)
    return last_letter("moved")


def postponed(language: str) -> Letter:
    session = a_session(date_known_as=localized({"fr": "hiver 2027", "en": "winter 2027"}))
    register(session, language)
    scheduling.reschedule(session, [], session.venue_id, "", session.revision, TEAM)
    return last_letter("moved")


def cancelled(language: str, **columns: object) -> Letter:
    session = a_session(**columns)
    register(session, language)
    reason = {"fr": "l'animatrice est malade", "en": "the facilitator is ill"}
    scheduling.cancel(session, reason, TEAM)
    return last_letter("cancelled")


def cancelled_with_another_edition(language: str) -> Letter:
    first = a_session(starts_in=-timedelta(days=300))
    a_session(first_edition_id=first.id, starts_in=timedelta(days=50))
    return cancelled(language, first_edition_id=first.id, starts_in=timedelta(days=9))


def restored(language: str) -> Letter:
    letter = cancelled(language)
    scheduling.restore(letter.registration.training_session, TEAM)
    return last_letter("restored")


def changed(language: str, **columns: object) -> Letter:
    """Of an agenda: a new line, one moved, one reworded, one removed, as somebody registered reads it."""
    session = an_agenda_that_changes(language, **columns)
    register(session, language)
    word = {"fr": "Une invitée se joint à nous.", "en": "A guest joins us."}
    scheduling.announce(session, word, session.revision, TEAM, tell_registered=True)
    return last_letter("changed")


def changed_for_a_leader(language: str) -> Letter:
    session = an_agenda_that_changes(language)
    scheduling.announce(session, {}, session.revision, TEAM, tell_leaders=True)
    return last_letter("changed")


def an_agenda_that_changes(language: str, **columns: object) -> TrainingSession:
    session = a_session(published=False, **columns)
    leader = factories.a_facilitator("Ana Silva", email="ana@maison.example", languages=[language])
    lines = [
        _line(session, "Accueil", "Welcome", 13), _line(session, "Le tour de table", "Round table", None),
        _line(session, "La rue", "The street", 14, leaders=[(leader.id, "moderator")]),
        _line(session, "Les écrans", "Screens", 15),
    ]  # fmt: skip
    scheduling.write_agenda(session, lines, session.revision, TEAM)
    scheduling.publish(session, TEAM)
    welcome, table, street, _ = [replace(line, id=item.id) for line, item in zip(lines, session.agenda, strict=True)]
    after = [
        welcome, replace(table, text={"fr": "Les présentations", "en": "Who is here"}),
        replace(street, start=time(15), end=time(15, 45), track="Salle 2"), _line(session, "La suite", "Next", 16),
    ]  # fmt: skip
    scheduling.write_agenda(session, after, session.revision, TEAM)
    return session


def _line(session: TrainingSession, french: str, english: str, hour: int | None, **more: Any) -> LinePlan:
    [meeting] = session.live_meetings
    start = None if hour is None else time(hour, 30)
    return LinePlan({"fr": french, "en": english}, meeting_id=meeting.id, start=start, **more)


def already(language: str) -> Letter:
    session = a_session()
    register(session, language)
    register(session, language)
    return last_letter("already")


def already_waiting(language: str) -> Letter:
    letter = waiting(language)
    register(letter.registration.training_session, language)
    return last_letter("already")


def withdrawn(language: str, **columns: object) -> Letter:
    registering.withdraw(register(a_session(**columns), language))
    return last_letter("withdrawn")


def withdrawn_from_the_line(language: str) -> Letter:
    registering.withdraw(waiting(language).registration)
    return last_letter("withdrawn")


def removed_by_the_team(language: str) -> Letter:
    registering.remove(register(a_session(), language), "", TEAM)
    return last_letter("withdrawn")


def address_changed(language: str) -> Letter:
    typed = Typed("Samir Haddad", "samir.haddad@maison.example", "Maison des jeunes", language=language)
    registering.change(register(a_session(), language), typed)
    return last_letter("address_changed")


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


def sign_in(language: str) -> Letter:
    account = factories.an_account(language=language, email="dominique@resal.example")
    letter = owing.for_account("sign_in", account, "f" * 32, NOW + timedelta(minutes=30))
    db.session.add(letter)
    db.session.commit()
    return letter


def dated(language: str, **columns: object) -> Letter:
    """A date given to a session that had none, to somebody who waited for it."""
    words = localized({"fr": "hiver 2027", "en": "winter 2027"})
    session = a_session(starts_in=None, date_known_as=words, **columns)
    interest.ask_for_session(session, "samir@maison.example", language)
    plans = plans_of(factories.a_session(starts_in=IN_EIGHT_DAYS))
    scheduling.reschedule(session, plans, session.venue_id, "", session.revision, TEAM)
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


SAMPLES: dict[str, Callable[[str], Letter]] = {
    "confirmed": confirmed,
    "confirmed-online": online,
    "confirmed-three-meetings": lambda language: confirmed(language, meetings=3),
    "confirmed-confidential": lambda language: confirmed(language, visibility="confidential"),
    "confirmed-without-a-date": lambda language: confirmed(
        language, starts_in=None, date_known_as=localized({"fr": "hiver 2027", "en": "winter 2027"})
    ),
    "waiting": waiting,
    "requested": requested,
    "declined": declined,
    "promoted": promoted,
    "moved": moved,
    "moved-elsewhere": moved_elsewhere,
    "moved-one-of-four": one_of_four_moved,
    "moved-to-an-unknown-date": postponed,
    "cancelled": cancelled,
    "cancelled-confidential": lambda language: cancelled(language, visibility="confidential"),
    "cancelled-with-another-edition": cancelled_with_another_edition,
    "restored": restored,
    "changed": changed,
    "changed-for-a-leader": changed_for_a_leader,
    "changed-confidential": lambda language: changed(language, visibility="confidential"),
    "already": already,
    "already-waiting": already_waiting,
    "withdrawn": withdrawn,
    "withdrawn-three-meetings": lambda language: withdrawn(language, meetings=3),
    "withdrawn-from-the-line": withdrawn_from_the_line,
    "removed-by-the-team": removed_by_the_team,
    "address-changed": address_changed,
    "dated": dated,
    "dated-before-registration-opens": lambda language: dated(language, opens_at=NOW + timedelta(days=2)),
    "opened": opened,
    "announced": announced,
    "series-confirmed": series_confirmed,
    "series-already": series_already,
    "series-left": series_left,
    "series-changed": series_changed,
    "series-changed-for-one-place": series_changed_for_one_place,
    "series-cancelled": series_cancelled,
    "sign-in": sign_in,
}
