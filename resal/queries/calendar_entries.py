"""A meeting as a calendar entry in a language: what is shown, no more."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal, cast

from resal import addresses
from resal.calendars.entry import Entry
from resal.language import gettext
from resal.models import Meeting, TrainingSession, Venue
from resal.queries import words


def entry(
    meeting: Meeting, language: str, base_url: str, private: bool = False, organizer: tuple[str, str] | None = None
) -> Entry:
    """The calendar entry of one meeting. `private`: for somebody with a seat, who may have the link.

    A confidential session shows a neutral title and no theme to whoever is not registered.
    """
    session = meeting.training_session
    neutral = session.visibility == "confidential"
    venue = _hall(meeting)
    return Entry(
        uid=meeting.uid,
        sequence=meeting.sequence,
        revised_at=meeting.revised_at,
        created_at=meeting.created_at,
        starts=meeting.date if meeting.all_day else meeting.starts_at,
        ends=None if meeting.all_day or meeting.end_time is None else meeting.ends_at,
        zone=meeting.timezone,
        summary=summary(meeting, language),
        description="" if neutral else description(session, language),
        url=base_url + session_path(session, language),
        location=location(meeting, language),
        address=venue.line if venue else "",
        latitude=venue.latitude if venue else None,
        longitude=venue.longitude if venue else None,
        online_link=_link(meeting) if private else None,
        categories=() if neutral else _categories(session, language),
        language=cast(Literal["fr", "en"], language),
        cancelled=session.cancelled or meeting.removed_at is not None or not session.published,
        confidential=neutral,
        organizer=organizer,
    )


def for_mode(one: Entry, session: TrainingSession, mode: str | None, language: str) -> Entry:
    """Of a hybrid session, the half that somebody takes part in: the hall without the link, or the link alone."""
    if session.mode != "hybrid" or mode is None:
        return one
    if mode != "online":
        return replace(one, online_link=None)
    return replace(one, location=gettext("En ligne", language), address="", latitude=None, longitude=None)


def _hall(meeting: Meeting) -> Venue | None:
    """Where to go; what is online takes place in no hall, even if one is written down."""
    session = meeting.training_session
    return None if session.mode == "online" else meeting.venue or session.venue


def _link(meeting: Meeting) -> str | None:
    """The link to join; never one that may only be seen from a set time, as agendas keep what they get."""
    session = meeting.training_session
    return (meeting.link or session.link or None) if session.link_before is None else None


def summary(meeting: Meeting, language: str) -> str:
    """The title of the session, and of the meeting when there are several."""
    session = meeting.training_session
    if session.visibility == "confidential":
        return gettext("Espace clinique", language)
    own = meeting.title.read(language).text
    title = session.title.read(language).text
    return f"{title} – {own}" if own else title


def description(session: TrainingSession, language: str) -> str:
    """Summary, then who leads, in plain text."""
    names = list(dict.fromkeys(led.facilitator.name for led in session.facilitations))
    led_by = gettext("Animation : %(names)s", language, names=", ".join(names)) if names else ""
    parts = [session.summary.read(language).text, led_by]
    return "\n\n".join(part for part in parts if part)


def location(meeting: Meeting, language: str) -> str:
    """One readable line: that it is online, or the venue, else the city."""
    session, venue = meeting.training_session, _hall(meeting)
    if session.mode == "online":
        return gettext("En ligne", language)
    return venue.line if venue else session.city


def session_path(session: TrainingSession, language: str) -> str:
    """The path of its page in a language."""
    title = addresses.slug(session.title.read(language).text)
    return addresses.path("public.session", language, id=session.id, slug=title)


def content_hash(meeting: Meeting, languages: Sequence[str]) -> str:
    """Moves when anything that any calendar shows of this meeting moves, in any language."""
    public = [entry(meeting, language, "").content_hash() for language in languages]
    return "-".join([*public, entry(meeting, languages[0], "", private=True).content_hash()])


def _categories(session: TrainingSession, language: str) -> tuple[str, ...]:
    labels = [theme.label.read(language).text for theme in session.themes]
    return (*labels, *(word for word in [words.word(words.SESSION_KINDS, session.kind, language)] if word))
