"""Asking for the link to all one's places: one answer for everybody, a letter for whom we know."""

from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit
from hypothesis import given
from hypothesis import strategies as st
from space_at_hand import ana, beside, opened, seat_address, token_of

from resal import addresses, clock, tokens
from resal.actions import spaces
from resal.db import db
from resal.letters.overtaken import verdict
from resal.letters.rendering import render
from resal.letters.stationery import Stationery
from resal.models import Letter, SpaceLink
from resal.web import doors

PAPER = Stationery("https://resal.example", ("k" * 40,), "RÉSAL <resal@example.org>")


def asked(client, email, language="fr"):
    """What anybody is shown after asking."""
    path = addresses.path("space.ask", language)
    answer = submit(client, path, email=email)
    return answer.status_code, answer.location, client.get(answer.location).text.replace(email, "…")


def letters():
    db.session.rollback()
    return db.session.query(Letter).order_by(Letter.id).all()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_h1_a_known_address_and_an_unknown_one_get_the_same_answer_and_one_letter_leaves(app, language):
    ana()
    known = asked(app.test_client(), "ana@maison.example", language)
    unknown = asked(app.test_client(), "bilal@maison.example", language)
    assert without_tokens(known[2]) == without_tokens(unknown[2])
    assert known[:2] == unknown[:2] == (303, addresses.path("space.ask", language))
    assert [(one.kind, one.to_email, one.language) for one in letters()] == [
        ("space_link", "ana@maison.example", language)
    ]


def test_the_letter_leads_to_the_page_and_to_nobody_elses(client, app):
    ana()
    asked(client, " ANA@maison.example ")
    [letter] = letters()
    text = render(letter, Stationery("http://x", app.extensions["resal"].secret_keys, "R <r@x.org>")).get_body(
        ("plain",)
    )
    address = text.get_content().split("http://x")[1].split()[0]
    page = app.test_client().get(address)
    assert (page.status_code, "Ana Silva" in page.text) == (200, True)


def test_everybody_who_shares_an_address_has_a_link_of_their_own_in_one_letter(client):
    ana()
    factories.a_participant("Bilal Roy", email="ana@maison.example")
    factories.a_participant("http://mechant.example", email="ana@maison.example")
    asked(client, "ana@maison.example")
    [letter] = letters()
    text = render(letter, PAPER).get_body(("plain",)).get_content()
    assert text.count("https://resal.example/moi/") == 3
    assert ("Toutes mes places\u00a0: Bilal Roy" in text, "mechant" in text, letter.to_name) == (True, False, "")


def test_nobody_invented_or_erased_is_written_to(client):
    ana(example=True)
    factories.a_participant("Bilal Roy", email="ana@maison.example", erased_at=clock.now())
    asked(client, "ana@maison.example")
    assert letters() == []


@pytest.mark.rate_limited
def test_h3_an_address_gets_five_letters_an_hour_and_the_answer_stays_the_same(client, freeze):
    ana()
    now = clock.now()
    for minute in range(8):
        token = csrf_token(client.get("/moi"))
        freeze(now + timedelta(seconds=5 * (minute + 1)))
        answer = client.post("/moi", data={"csrf_token": token, "email": "ana@maison.example"})
        assert answer.status_code in (303, 422)
    assert len(letters()) <= 5


def test_a_program_that_fills_in_the_trap_gets_the_answer_and_no_letter(client):
    ana()
    assert submit(client, "/moi", email="ana@maison.example", website="x").status_code == 303
    assert letters() == []


@given(typed=st.text(max_size=60))
def test_whatever_is_typed_gets_a_page(app, database, typed):
    with database.undoing():
        client = app.test_client()
        answer = submit(client, "/moi", email=typed)
        assert answer.status_code in (303, 422)
        assert client.get("/moi").status_code == 200


def test_what_is_no_address_is_said_and_kept(client):
    answer = submit(client, "/moi", email="ana@")
    assert (answer.status_code, 'value="ana@"' in answer.text, letters()) == (422, True, [])


def test_looking_changes_nothing_and_is_kept_by_nobody(client):
    address = opened(ana())
    before = db.session.query(SpaceLink).count()
    for page in ("space.home", "space.feed"):
        answer = client.get(beside(address, page))
        assert (answer.status_code, answer.headers["Referrer-Policy"]) == (200, "no-referrer"), page
        assert "no-store" in answer.headers["Cache-Control"], page
        assert answer.headers["X-Robots-Tag"] == "noindex", page
        assert '<meta name="robots" content="noindex">' in answer.text, page
    for page in ("space.renew", "space.close"):
        assert client.get(beside(address, page)).status_code == 405
    assert db.session.query(SpaceLink).count() == before


def test_c1_the_link_of_a_seat_opens_no_space_nor_the_reverse(client, app):
    registration = factories.a_registration()
    keys = app.extensions["resal"].secret_keys
    space = opened(registration.participant)
    seat = seat_address(registration)
    missing = client.get("/moi/" + "A" * 43)
    for wrong in (
        f"/moi/{seat.rpartition('/')[2]}",
        f"/moi/{tokens.issue(keys, doors.SPACE, registration.nonce)}",
        f"/inscription/{space.rpartition('/')[2]}",
        "/moi/x", "/moi/" + "é" * 43, space + "A", space[:-1],
    ):  # fmt: skip
        answer = client.get(wrong)
        assert (answer.status_code, without_tokens(answer.text)) == (404, without_tokens(missing.text)), wrong


def test_the_feed_at_a_like_address_is_still_plain_text(client):
    answer = client.get("/moi/" + "A" * 43 + ".ics")
    assert (answer.status_code, answer.mimetype) == (404, "text/plain")


def test_a_link_that_ran_out_says_so_and_sends_another_to_the_address_on_file(client, freeze):
    person = ana()
    address = opened(person)
    freeze(clock.now() + timedelta(days=30))
    for page in ("space.home", "space.feed"):
        gone = client.get(beside(address, page))
        assert (gone.status_code, "Ce lien a pris fin" in gone.text, "Ana" in gone.text) == (410, True, False), page
    answer = submit(client, address, to=beside(address, "space.renew"), email="mechant@ailleurs.example")
    assert (answer.status_code, answer.location) == (303, "/moi")
    [letter] = letters()
    assert (letter.kind, letter.to_email) == ("space_link", "ana@maison.example")
    assert client.get(address).status_code == 410


def test_closing_ends_every_link_and_leaves_the_pages_of_seats_open(client):
    registration = factories.a_registration(None, ana())
    other, address = opened(registration.participant), opened(registration.participant)
    answer = submit(client, address, to=beside(address, "space.close"))
    assert answer.status_code == 303
    assert [client.get(one).status_code for one in (address, other)] == [404, 404]
    assert client.get(seat_address(registration)).status_code == 200


def test_closed_twice_the_second_time_finds_nothing_to_close(client):
    address = opened(ana())
    token = csrf_token(client.get(address))
    close = beside(address, "space.close")
    codes = [client.post(close, data={"csrf_token": token}).status_code for _ in range(2)]
    assert codes == [303, 404]


def test_a_letter_whose_links_open_nothing_any_more_does_not_leave(freeze):
    person = ana()
    spaces.send(person.email, "fr")
    [letter] = letters()
    now = clock.now()
    assert verdict(letter, now) is None
    assert verdict(letter, now + timedelta(days=31)) == "missed"
    spaces.close(person)
    assert verdict(letters()[0], now) == "cancelled"


def test_links_are_forgotten_thirty_days_after_they_ran_out(freeze):
    opened(ana())
    freeze(clock.now() + timedelta(days=59))
    assert spaces.forget_old() == 0
    freeze(clock.now() + timedelta(days=2))
    assert spaces.forget_old() == 1


def test_a_link_survives_a_change_of_key_and_dies_with_its_nonce(app, client):
    address = opened(ana())
    [link] = db.session.query(SpaceLink).all()
    assert address == f"/moi/{token_of(link)}"
    link.nonce = tokens.new_nonce()
    db.session.commit()
    assert client.get(address).status_code == 404


def without_tokens(page):
    """What the page says, without what differs by request or by address."""
    lines = [line for line in page.splitlines() if "csrf_token" not in line and "hreflang" not in line]
    return [line for line in lines if 'name="email"' not in line]
