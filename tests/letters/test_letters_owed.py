"""Composing: what is owed, to whom, once, and what of it is kept."""

import json
from dataclasses import replace
from datetime import timedelta

import factories
import letter_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_ground import NOW, a_session, register
from letter_samples import SAMPLES

from resal import tokens
from resal.actions import registering
from resal.calendars.entry import Entry
from resal.db import db
from resal.letters import invitations, owing
from resal.letters.facts import greeting_name
from resal.models import Letter, localized
from resal.queries.calendar_entries import entry


@pytest.fixture(autouse=True)
def _morning(freeze):
    freeze(NOW)


def test_a_letter_is_owed_to_the_person_in_their_language():
    registration = factories.a_registration(a_session(), language="en")
    letter = owing.for_registration("confirmed", registration)
    told = (letter.kind, letter.to_name, letter.to_email, letter.language, letter.due_at, letter.state)
    person = registration.participant
    assert told == ("confirmed", person.name, person.email, "en", NOW, "queued")
    assert letter.facts["title"] == "Online hate: responding"
    assert letter not in db.session


def test_a_language_letters_do_not_speak_becomes_french():
    letter = owing.for_registration("confirmed", factories.a_registration(language="es"))
    assert letter.language == "fr"


def test_nobody_writes_a_kind_of_letter_that_does_not_exist():
    with pytest.raises(ValueError, match="'promotion'"):
        owing.for_registration("promotion", factories.a_registration())


def test_the_same_revision_is_owed_once_and_the_next_again():
    registration = factories.a_registration(a_session())
    first, again = (owing.for_registration("confirmed", registration) for _ in range(2))
    registration.revision += 1
    later = owing.for_registration("confirmed", registration)
    assert first.unique_key == again.unique_key == f"confirmed:{registration.id}:1"
    assert (later.unique_key, later.revision) == (f"confirmed:{registration.id}:2", 2)
    assert len({first.message_id, again.message_id, later.message_id}) == 3


def test_news_of_the_session_is_owed_once_for_each_of_its_revisions():
    session = a_session()
    session.revision = 7
    registration = factories.a_registration(session)
    letter = owing.for_registration("cancelled", registration, reason={"fr": "la salle est fermée."})
    assert (letter.unique_key, letter.revision) == (f"cancelled:{registration.id}:7", 7)
    assert letter.facts["reason"] == "la salle est fermée"


def test_a_seat_one_has_already_is_recalled_once_a_day(freeze):
    registration = factories.a_registration(a_session())
    db.session.add(owing.for_registration("already", registration))
    db.session.commit()
    assert owing.already_owed(owing.for_registration("already", registration))
    freeze(NOW + timedelta(days=1))
    assert not owing.already_owed(owing.for_registration("already", registration))


@pytest.mark.parametrize("sample", SAMPLES)
def test_what_is_kept_of_a_letter_is_plain_and_holds_no_secret(sample, app):
    letter = SAMPLES[sample]("fr")
    kept = json.dumps(letter.facts)
    assert json.loads(kept) == letter.facts
    if letter.registration:
        keys = app.extensions["resal"].secret_keys
        nonces = {letter.registration.nonce, letter.registration.training_session.access_nonce}
        secrets = nonces | {tokens.issue(keys, purpose, nonce) for purpose in ("seat", "access") for nonce in nonces}
        assert [secret for secret in secrets if secret in kept] == []


def test_what_is_kept_does_not_change_with_the_session():
    letter = letter_samples.confirmed("fr")
    before = dict(letter.facts)
    letter.registration.training_session.title = localized({"fr": "Autre chose"})
    db.session.commit()
    db.session.refresh(letter)
    assert letter.facts == before


def test_the_theme_of_a_confidential_session_is_nowhere_in_a_letter():
    session = a_session(
        visibility="confidential", themes=[factories.a_theme("Gangs")], summary=localized({"fr": "Cas de gangs"})
    )
    for kind in owing.KINDS:
        more = {"before": owing.occasion(session)} if kind == "moved" else {}
        for language in ("fr", "en"):
            registration = factories.a_registration(session, language=language)
            kept = json.dumps(owing.for_registration(kind, registration, **more).facts, ensure_ascii=False)
            assert [word for word in ("Haine", "hate", "Gangs", "gangs") if word in kept] == []


def test_a_page_that_needs_its_key_is_not_linked():
    addresses = {}
    for visibility in ("public", "unlisted", "confidential"):
        session = a_session(visibility=visibility)
        [one] = owing.for_registration("confirmed", factories.a_registration(session)).facts["entries"]
        addresses[visibility] = one["url"].replace(str(session.id), "<id>")
    assert addresses == {
        "public": "/rencontres/<id>-haine-en-ligne-repondre", "unlisted": "", "confidential": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("mode", "where", "link"),
    [("in person", "2405, boulevard Rosemont", None), ("online", "En ligne", "https://meet.example/1")],
)
def test_in_a_hybrid_session_each_is_told_the_half_they_come_to(mode, where, link):
    session = a_session(mode="hybrid", capacity_online=5, link="https://meet.example/1")
    facts = owing.for_registration("confirmed", factories.a_registration(session, mode=mode)).facts
    [one] = facts["entries"]
    assert where in ", ".join(facts["where"])
    assert where in one["location"]
    assert (one["online_link"], facts["online"], bool(facts["access"][0])) == (link, link is not None, link is None)


def test_the_link_to_take_part_is_kept_for_those_with_a_seat():
    session = a_session(mode="online", link="https://meet.example/1", venue=None, venue_id=None)
    kept = {
        kind: "meet.example" in json.dumps(owing.for_registration(kind, registration).facts)
        for kind, registration in [
            ("confirmed", factories.a_registration(session)),
            ("waiting", factories.a_registration(session, state="waiting")),
            ("requested", factories.a_registration(session, state="requested")),
            ("address_changed", factories.a_registration(session)),
        ]
    }
    assert kept == {"confirmed": True, "waiting": False, "requested": False, "address_changed": False}


def test_each_time_a_seat_is_given_up_calendars_are_told_with_a_higher_number():
    session = a_session()
    sequence = session.meetings[0].sequence
    told = []
    for _ in range(2):
        registration = register(session)
        registering.withdraw(registration)
        registering.undo_withdrawal(registration)
        registering.withdraw(registration)
    for letter in db.session.query(Letter).order_by(Letter.id):
        [one] = letter.facts["entries"]
        told.append((letter.kind, letter.facts["calendar"], one["sequence"] - sequence))
    assert told == [
        ("confirmed", "request", 0), ("withdrawn", "decline", 1), ("confirmed", "request", 1),
        ("withdrawn", "decline", 2), ("confirmed", "request", 2), ("withdrawn", "decline", 3),
        ("confirmed", "request", 3), ("withdrawn", "decline", 4),
    ]  # fmt: skip


def test_telling_everybody_takes_no_more_questions_for_thirty_than_for_one(queries):
    session = a_session(capacity=40)
    counts = []
    owing.for_everybody("cancelled", session, [factories.a_registration(session)])  # what is remembered is so for both
    for more in (1, 29):
        people = [factories.a_registration(session) for _ in range(more)]
        with queries() as sent:
            db.session.refresh(session)
            people = list(map(_with_person, people))
            del sent[:]
            owing.for_everybody("cancelled", session, people, reason="neige")
            counts.append(len(sent))
    assert counts[0] == counts[1]


def _with_person(registration):
    db.session.refresh(registration)
    registration.participant.name  # noqa: B018 - loads it, as the caller's own query would
    return registration


@given(
    title=st.text(max_size=40), url=st.sampled_from(["", "/rencontres/1-x"]),
    cancelled=st.booleans(), all_day=st.booleans(), link=st.none() | st.just("https://meet.example/1"),
)  # fmt: skip
def test_a_calendar_entry_is_the_same_after_having_been_kept(title, url, cancelled, all_day, link):
    one = _entry(all_day)
    one = replace(one, summary=title, url=url, cancelled=cancelled, online_link=link, categories=("Écoles", title))
    assert invitations.from_plain(json.loads(json.dumps(invitations.to_plain(one)))) == one


def _entry(all_day: bool) -> Entry:
    day = NOW.date() if all_day else NOW
    return Entry(
        uid="u@resal", sequence=3, revised_at=NOW, created_at=NOW, starts=day,
        ends=None if all_day else NOW + timedelta(hours=1), zone="America/Toronto", summary="x", language="fr",
        latitude=45.5, longitude=-73.5,
    )  # fmt: skip


def test_a_letter_carries_the_entry_of_the_private_calendar():
    session = a_session(themes=[factories.a_theme("Écoles")])
    letter = owing.for_registration("confirmed", factories.a_registration(session))
    [kept] = map(invitations.from_plain, letter.facts["entries"])
    shown = entry(session.meetings[0], "fr", base_url="", private=True)
    assert replace(kept, revised_at=shown.revised_at) == shown


@pytest.mark.parametrize(
    ("name", "greeted"),
    [
        ("Samir Haddad", "Samir"), ("Marie-Ève Roy", "Marie-Ève"), ("D'Arcy", "D'Arcy"), ("J.-P. Roy", "J.-P."),
        ("", ""), ("[clic](https://evil.example)", ""), ("https://evil.example", ""), ("www.evil", ""),
        ("evil.example", ""), ("a@evil.example", ""), ("<b>Samir</b>", ""), ("x" * 41, ""), ("Sam\r\nBcc:x", "Sam"),
    ],
)  # fmt: skip
def test_f4_only_what_can_be_nothing_but_a_name_is_greeted(name, greeted):
    assert greeting_name(name) == greeted
