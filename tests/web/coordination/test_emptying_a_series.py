"""Some fields of several sessions are emptied on purpose: ticked, looked at, then done."""

from datetime import timedelta

import factories
import pytest
from filling_in import plainly, send, send_again
from sessions_at_hand import here

from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Letter, localized

EVERYTHING = ["venue", "link", "instructions_fr", "instructions_en", "leaders"]


def two_sessions(**columns):
    series = factories.a_series()
    values = {
        "venue": factories.a_venue("Centre St-Pierre"), "link": "https://visio.example/x", "city": "Laval",
        "instructions": localized({"fr": "Apportez un stylo", "en": "Bring a pen"}),
        "facilitators": [factories.a_facilitator("Ana Silva")],
    }  # fmt: skip
    return [
        factories.a_session(f"Atelier {n}", starts_in=timedelta(weeks=n), series_id=series.id, **{**values, **columns})
        for n in (1, 2)
    ]


def holds(session):
    db.session.expire_all()
    written = [session.instructions.in_language(language) for language in ("fr", "en")]
    return session.venue_id, session.link, *written, [led.facilitator.name for led in session.facilitations]


def test_what_is_ticked_is_emptied_in_each_session_after_a_look_and_told_where_it_matters(signed_in):
    first, second = two_sessions()
    registering.register(first, Typed("Nadia", "nadia@m.example", "Maison"))
    look = send(signed_in, here(first, "serie"), scope="all", emptied=EVERYTHING)
    for words in ("Centre St-Pierre", "https://visio.example/x", "Apportez un stylo", "Bring a pen", "Ana Silva"):
        assert plainly(look.text).count(words) >= 2
    assert "Une personne recevra un courriel" in plainly(look.text)
    assert send_again(signed_in, here(first, "serie"), look, sure="1").status_code == 303
    assert [holds(session) for session in (first, second)] == [(None, "", "", "", [])] * 2
    [letter] = db.session.query(Letter).filter_by(kind="series_changed")
    assert [one["where"] for one in letter.facts["sessions"]] == [["Laval"]]


@pytest.mark.parametrize("name", EVERYTHING)
def test_each_is_emptied_alone(signed_in, name):
    first, second = two_sessions()
    place = EVERYTHING.index(name)
    before = list(holds(first))
    look = send(signed_in, here(second, "serie"), scope="one", emptied=[name])
    send_again(signed_in, here(second, "serie"), look, sure="1")
    assert list(holds(first)) == before
    expected = [*before]
    expected[place] = None if name == "venue" else [] if name == "leaders" else ""
    assert list(holds(second)) == expected


def test_only_people_whose_date_place_or_link_changes_are_counted(signed_in):
    first, second = two_sessions()
    second.venue_id = None
    db.session.commit()
    for session, name in ((first, "nadia"), (second, "samir")):
        registering.register(session, Typed(name, f"{name}@m.example", "Maison"))
    look = send(signed_in, here(first, "serie"), scope="all", emptied=["venue", "leaders"])
    assert "Une personne recevra un courriel" in plainly(look.text)
    look = send(signed_in, here(first, "serie"), scope="all", emptied=["leaders"])
    assert "Personne ne sera prévenu." in plainly(look.text)


def test_what_is_both_written_and_emptied_is_sent_back_with_what_was_typed(signed_in):
    first, _ = two_sessions()
    before = holds(first)
    answer = send(signed_in, here(first, "serie"), scope="all", emptied=["link", "leaders"], link="https://a.example/y")
    assert (answer.status_code, holds(first)) == (422, before)
    assert "Lien pour se joindre : écrivez ou videz, pas les deux." in plainly(answer.text)
    assert "https://a.example/y" in answer.text


def test_a_published_session_keeps_a_place_or_a_link(signed_in):
    first, _ = two_sessions(city="", link="")
    before = holds(first)
    look = send(signed_in, here(first, "serie"), scope="all", emptied=["venue"])
    assert "Il ne resterait ni lieu ni lien." in plainly(look.text)
    assert ('name="sure"' in look.text, holds(first)) == (False, before)


@pytest.mark.parametrize("emptied", [["title"], ["venue", "x" * 300], ["<script>"]])
def test_what_cannot_be_emptied_is_refused(signed_in, emptied):
    first, _ = two_sessions()
    before = holds(first)
    assert send(signed_in, here(first, "serie"), scope="all", emptied=emptied).status_code == 422
    assert holds(first) == before
