"""The message: its parts, its headers, its calendar, and what nobody can smuggle into it."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import timedelta

import factories
import letter_ground
import letter_samples
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from letter_ground import NOW, PAPER, a_session, register
from letter_samples import SAMPLES

from resal import tokens
from resal.actions import registering
from resal.language.typography import plain
from resal.letters import owing
from resal.letters.rendering import Unsendable, render
from resal.models import localized

HOSTILE = (
    "[clic](https://evil.example/x)", "https://evil.example", "<a href='https://evil.example'>x</a>",
    "<script>alert(1)</script>", "{{ 7 * 7 }}", "{% raw %}", "%(name)s", "{name.__class__}",
    "Bob\r\nBcc: x@evil.example",
    "Bob\nSubject: x", "\u202eevil", "\x0b\x1b[31m", "a" * 500, "ATTENDEE:mailto:x\r\nBEGIN:VALARM", 'O"Neil; , \\n',
)  # fmt: skip
SHAPES = {
    "REQUEST": ["text/plain", "text/html", "text/calendar", "application/ics"],
    "CANCEL": ["text/plain", "text/html", "text/calendar", "application/ics"],
    "PUBLISH": ["text/plain", "text/html", "text/calendar"],
    None: ["text/plain", "text/html"],
}
METHODS = {
    "confirmed-by-a-colleague": "REQUEST", "waiting-by-a-colleague": None, "waiting-together": None,
    "confirmed": "REQUEST", "confirmed-online": "REQUEST", "confirmed-three-meetings": "PUBLISH",
    "confirmed-confidential": "REQUEST", "confirmed-without-a-date": None, "waiting": None, "requested": None,
    "offered": None, "offered-confidential": None, "first-come-today": None, "first-come-tomorrow": None,
    "first-come-in-two-days": None, "lapsed": None, "merged": None,
    "declined": None, "promoted": "REQUEST", "moved": "REQUEST", "moved-elsewhere": None,
    "moved-one-of-four": "PUBLISH", "moved-to-an-unknown-date": "CANCEL", "cancelled": "CANCEL",
    "cancelled-confidential": "CANCEL", "changed": None, "changed-for-a-leader": None, "changed-confidential": None,
    "cancelled-with-another-edition": "CANCEL", "restored": "REQUEST", "already": "REQUEST", "already-waiting": None,
    "withdrawn": "CANCEL", "withdrawn-three-meetings": None, "withdrawn-from-the-line": None,
    "removed-by-the-team": "CANCEL", "address-changed": None, "sign-in": None,
    "dated": "PUBLISH", "dated-before-registration-opens": "PUBLISH", "opened": "PUBLISH", "announced": "PUBLISH",
    "series-confirmed": "PUBLISH", "series-already": "PUBLISH", "series-left": None, "series-changed": "PUBLISH",
    "series-changed-for-one-place": "REQUEST", "series-cancelled": "PUBLISH",
    "attestation-revoked": None, "attestation-revoked-confidential": None, "attestation-revoked-of-a-series": None,
    "attestation-reissued": None, "correction-accepted": None, "correction-accepted-confidential": None,
    "correction-accepted-in-part": None, "correction-declined": None,
}  # fmt: skip


# What a letter says does not depend on the database it was owed in.
pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True, scope="session")


@pytest.fixture(autouse=True)
def _morning(freeze):
    freeze(NOW)


def received(message):
    """What a mail client makes of the bytes."""
    return email.message_from_bytes(message.as_bytes(), policy=email.policy.default)


def text(message):
    return received(message).get_body(("plain",)).get_content()


def html(message):
    return received(message).get_body(("html",)).get_content()


def calendars(message):
    """Every calendar in the message: content type, its method parameter, the bytes."""
    parts = [
        part for part in received(message).walk() if part.get_content_type() in ("text/calendar", "application/ics")
    ]
    return [(part.get_content_type(), part.get_param("method"), part.get_payload(decode=True)) for part in parts]


@pytest.mark.parametrize("sample", SAMPLES)
def test_each_letter_has_the_parts_that_clients_expect_in_their_order(sample):
    message = received(render(SAMPLES[sample]("fr"), PAPER))
    leaves = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert leaves == SHAPES[METHODS.get(sample)]
    alternative = next(part for part in message.walk() if part.get_content_type() == "multipart/alternative")
    assert [part.get_content_type() for part in alternative.iter_parts()] == (
        leaves[:3] if METHODS.get(sample) in ("REQUEST", "CANCEL") else leaves[:2]
    )


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("sample", [sample for sample, method in METHODS.items() if method])
def test_each_calendar_can_be_read_back_and_names_its_method_outside_as_inside(sample, language):
    letter = SAMPLES[sample](language)
    message = render(letter, PAPER)
    files = calendars(message)
    assert len({content for _, _, content in files}) == 1
    content = files[0][2]
    read = Calendar.from_ical(content)
    assert [method for kind, method, _ in files if kind == "text/calendar"] == [read["METHOD"]] == [METHODS[sample]]
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert max(map(len, content.split(b"\r\n"))) <= 75
    assert {event["UID"] for event in read.events} == {one["uid"] for one in letter.facts["entries"]}
    assert {str(event["ORGANIZER"]) for event in read.events} == {"mailto:resal@example.org"}
    invited = {str(event.get("ATTENDEE", "")) for event in read.events}
    assert invited == ({""} if METHODS[sample] == "PUBLISH" else {"mailto:samir@maison.example"})


def test_a_cancelled_session_is_cancelled_for_all_and_a_seat_given_up_for_one():
    whole, own = (calendars(render(SAMPLES[name]("fr"), PAPER))[0][2] for name in ("cancelled", "withdrawn"))
    [cancelled], [declined] = Calendar.from_ical(whole).events, Calendar.from_ical(own).events
    assert (cancelled["STATUS"], cancelled["SUMMARY"]) == ("CANCELLED", "ANNULÉ – Haine en ligne : répondre")
    assert ("STATUS" in declined, declined["SUMMARY"]) == (False, "Haine en ligne : répondre")
    assert declined["ATTENDEE"].params["PARTSTAT"] == "DECLINED"


def test_a_meeting_that_was_dropped_is_cancelled_among_the_others():
    session = a_session(meetings=3)
    registration = register(session)
    before = owing.occasion(session)
    session.meetings[2].removed_at = NOW
    letter = owing.for_registration("moved", registration, before=before)
    events = Calendar.from_ical(calendars(render(letter, PAPER))[0][2]).events
    assert [str(event["STATUS"]) for event in events] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]


def test_the_headers_are_those_of_a_service_letter():
    letter = letter_samples.confirmed("en")
    message = received(render(letter, PAPER))
    del message["Content-Type"], message["MIME-Version"]
    assert dict(message.items()) == {
        "From": "RÉSAL <resal@example.org>",
        "To": "Samir Haddad <samir@maison.example>",
        "Reply-To": "Coordination <coordination@example.org>",
        "Subject": message["Subject"],
        "Date": "Tue, 24 Nov 2026 15:00:00 +0000",
        "Message-ID": letter.message_id,
        "Auto-Submitted": "auto-generated",
        "Content-Language": "en-CA",
    }


def test_nothing_is_asked_of_a_server_when_a_letter_is_opened():
    for sample in SAMPLES:
        page = html(render(SAMPLES[sample]("fr"), PAPER))
        assert re.findall(r"<(?:img|link|script|iframe|style|base)\b|url\(|src=|@import", page) == []


def test_the_link_opens_the_seat_and_any_key_that_still_holds_reads_it():
    letter = letter_samples.confirmed("fr")
    [token] = re.findall(r"/inscription/([\w-]{43})", text(render(letter, PAPER)))
    assert tokens.read(("n" * 40, *PAPER.keys), "seat", token) == letter.registration.nonce


@pytest.mark.parametrize("sample", ["dated", "opened", "announced"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_d4_who_asked_to_be_told_can_leave_from_the_letter_and_from_the_mail_program(sample, language):
    letter_ground.network()
    letter = SAMPLES[sample](language)
    message = received(render(letter, PAPER))
    token = tokens.issue(PAPER.keys, "unsubscribe", letter.subscription.nonce)
    leave = f"https://resal.example/{'desabonnement' if language == 'fr' else 'en/unsubscribe'}/{token}"
    assert (message["List-Unsubscribe"], message["List-Unsubscribe-Post"]) == (
        f"<{leave}>", "List-Unsubscribe=One-Click",
    )  # fmt: skip
    assert f"List-Unsubscribe: <{leave}>\r\n".encode() in render(letter, PAPER).as_bytes()
    assert leave in text(render(letter, PAPER))
    assert "3535, avenue du Parc" in text(render(letter, PAPER))
    assert render(letter, PAPER, masked=True)["List-Unsubscribe"] is None


def test_letters_about_ones_own_seat_name_no_way_to_unsubscribe():
    assert render(SAMPLES["confirmed"]("fr"), PAPER)["List-Unsubscribe"] is None


@pytest.mark.parametrize("sample", SAMPLES)
def test_in_the_preview_of_the_team_no_secret_can_be_read(sample):
    letter = SAMPLES[sample]("fr")
    whole, masked = render(letter, PAPER), render(letter, PAPER, masked=True)
    secret = re.compile(r"/(?:inscription|inscription/serie|connexion|desabonnement|moi|moi/adresse)/[\w-]{43}")
    assert secret.search(masked.as_string()) is None
    links = len(secret.findall(text(whole)))
    assert (text(masked).count("[lien secret]"), html(masked).count("[lien secret]")) == (links, links)


def test_the_old_address_is_warned_without_a_link_and_without_the_new_one():
    message = render(letter_samples.address_changed("fr"), PAPER)
    assert message["To"] == "Samir Haddad <samir@maison.example>"
    assert [word for word in ("https://", "samir.haddad") if word in text(message) + html(message)] == []


def test_a_sign_in_letter_leads_to_the_link_that_was_issued():
    [token] = re.findall(r"/connexion/([\w-]{43})", text(render(letter_samples.sign_in("fr"), PAPER)))
    assert tokens.read(PAPER.keys, "sign-in", token) == "f" * 32


@pytest.mark.parametrize("name", HOSTILE)
def test_f3_f4_a_name_is_never_a_header_nor_a_link(name):
    letter = owing.for_registration("confirmed", factories.a_registration(a_session(), factories.a_participant(name)))
    message = received(render(letter, PAPER))
    assert set(message.keys()) == {
        "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted", "Content-Language",
        "MIME-Version", "Content-Type",
    }  # fmt: skip
    assert [address.addr_spec for address in message["To"].addresses] == [letter.to_email]
    for body in (text(message), html(message)):
        assert [
            word for word in ("evil", "<script", "<a href='", "1234321", "Bcc", "BEGIN:VALARM") if word in body
        ] == []
    [event] = Calendar.from_ical(calendars(message)[0][2]).events
    assert (str(event["ATTENDEE"]), event.walk("VALARM")) == (f"mailto:{letter.to_email}", [])


@pytest.mark.parametrize("title", HOSTILE)
def test_f3_f4_what_the_team_writes_is_text_and_no_more(title):
    hostile = localized({"fr": title or "x"})
    session = a_session(title=hostile, instructions=hostile, cancelled_reason=hostile)
    letter = owing.for_registration("declined", factories.a_registration(session), reason=title)
    message = received(render(letter, PAPER))
    assert "\n" not in str(message["Subject"])
    assert "Bcc" not in message
    assert re.findall(r'href="([^"]*)"', html(message)) == ["https://resal.example/"]
    assert "<script>alert" not in html(message)


@given(title=st.text(min_size=1, max_size=60), name=st.text(max_size=60), reason=st.text(max_size=60))
def test_whatever_people_type_the_letter_is_written(database, title, name, reason):
    with database.undoing():
        session = a_session(title=localized({"fr": plain(title) or "x"}), venue=None, venue_id=None)
        registration = factories.a_registration(session, factories.a_participant(plain(name)))
        letter = owing.for_registration("declined", registration, reason=reason)
        message = received(render(letter, PAPER))
        assert [address.addr_spec for address in message["To"].addresses] == [letter.to_email]


@pytest.mark.parametrize(
    "address", ["", "samir", "samir@", "@maison.example", "a b@maison.example", "a@b@c.example", "sämir@maison.example",
                "x@maison.example\nBcc: y@evil.example", "x@maison.example, y@evil.example", "x@a..example"],
)  # fmt: skip
def test_what_is_no_address_is_refused_with_words_that_name_nobody(address):
    letter = letter_samples.confirmed("fr")
    letter.to_email = address
    with pytest.raises(Unsendable) as refused:
        render(letter, PAPER)
    assert address == "" or address not in str(refused.value)


def test_an_accented_domain_is_written_as_dns_knows_it():
    letter = letter_samples.confirmed("fr")
    letter.to_email = "samir@réseau.example"
    assert render(letter, PAPER)["To"].addresses[0].addr_spec == "samir@xn--rseau-bsa.example"


def test_a_calendar_that_clients_would_refuse_stays_home_and_the_letter_leaves(caplog):
    letter = letter_samples.confirmed("fr")
    letter.facts = {**letter.facts, "entries": [{**letter.facts["entries"][0], "zone": "Nulle/Part"}]}
    assert calendars(render(letter, PAPER)) == []
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_without_a_way_to_reach_the_network_the_foot_says_only_who_writes():
    assert "Une question?" not in text(render(letter_samples.confirmed("fr"), PAPER))


def test_without_a_reply_address_answers_go_to_the_sender():
    assert "Reply-To" not in render(letter_samples.confirmed("fr"), replace(PAPER, reply_to=None))


def test_a_letter_about_an_english_seat_links_to_english_pages():
    letter = letter_samples.withdrawn("en")
    assert "https://resal.example/en/registration/" in text(render(letter, PAPER))


def test_a_text_in_another_language_says_so():
    session = a_session(title=localized({"fr": "Haine en ligne"}))
    letter = owing.for_registration("confirmed", factories.a_registration(session, language="en"))
    assert '<span lang="fr-CA">Haine en ligne</span>' in html(render(letter, PAPER))


def test_the_undo_link_is_for_who_left_alone():
    registering.withdraw(register(a_session()))
    own = text(render(letter_ground.last_letter("withdrawn"), PAPER))
    assert "/retablir" in own
    assert "/retablir" not in text(render(letter_samples.removed_by_the_team("fr"), PAPER))


def test_a_link_that_lasts_a_day_is_said_in_hours():
    account = factories.an_account()
    letter = owing.for_account("sign_in", account, "e" * 32, NOW + timedelta(hours=24))
    assert "24\u00a0heures" in text(render(letter, PAPER))
