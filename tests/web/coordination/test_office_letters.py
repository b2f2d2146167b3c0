"""The outbox as the team sees it: the list, one letter, sending it again, taking it back."""

import html

import factories
import pytest
from filling_in import plainly
from harness.visitors import sign_in, submit
from sqlalchemy import select, update

from resal import clock
from resal.actions import registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Entry, Letter, Outbox
from resal.models.letter import LETTER_STATES
from resal.queries import outbox

LIST = "/coordination/lettres"
HOSTILE = "<script>alert(1)</script>"


def a_letter(state="queued", name="Ana Silva", session=None, **columns):
    """A letter really owed, then put in a state."""
    number = len(db.session.scalars(select(Letter.id)).all())
    typed = Typed(name, f"personne{number}@maison.example", "Maison des jeunes")
    registering.register(session or factories.a_session("Désamorcer"), typed)
    letter = db.session.scalars(select(Letter).order_by(Letter.id.desc()).limit(1)).one()
    for column, value in {"state": state, **columns}.items():
        setattr(letter, column, value)
    db.session.commit()
    return letter


def of(letter):
    return f"{LIST}/{letter.id}"


def state(letter):
    db.session.expire_all()
    return db.session.get(Letter, letter.id).state


def deeds():
    return db.session.scalars(select(Entry.deed).where(Entry.deed.startswith("letter.")).order_by(Entry.id)).all()


def test_letters_are_listed_the_latest_first_with_where_they_stand(signed_in):
    a_letter("sent", sent_at=clock.now())
    a_letter("failed", "Bo Roy", last_error="550 no such user", attempts=3)
    rows = outbox.letters("", 1, "America/Toronto").rows
    said = [(row.kind, row.session, row.name, row.state_text, row.attempts, row.error) for row in rows]
    assert said == [
        ("Confirmation", "Désamorcer", "Bo Roy", "Refusée", 3, "550 no such user"),
        ("Confirmation", "Désamorcer", "Ana Silva", "Partie", 0, ""),
    ]  # fmt: skip
    page = signed_in.get(LIST).text
    assert ["550 no such user" in page, "mar. 24 nov., 10 h" in plainly(page)] == [True, True]


def test_every_state_has_its_word_and_is_in_one_filter(signed_in):
    assert set(outbox.STATES) == set(LETTER_STATES)
    kept = [state for _, states in outbox.FILTERS.values() for state in states]
    assert sorted(kept) == sorted(LETTER_STATES)
    for one in LETTER_STATES:
        a_letter(one)
    counts = {filter_.text: filter_.count for filter_ in outbox.letters("", 1, "America/Toronto").filters}
    assert counts == {"Toutes": 8, "À voir": 2, "En attente": 3, "Parties": 1, "Retirées": 2}
    assert [signed_in.get(f"{LIST}?etat={code}").status_code for code in outbox.FILTERS] == [200] * 5


@pytest.mark.parametrize("query", ["etat=autre", "page=0", "page=2", "page=x"])
def test_a_page_that_does_not_exist_is_a_404(signed_in, query):
    assert signed_in.get(f"{LIST}?{query}").status_code == 404


def test_long_lists_have_pages(signed_in, monkeypatch):
    monkeypatch.setattr(outbox, "PAGE", 1)
    a_letter(name="Ana Silva"), a_letter(name="Bo Roy")
    first, second = (signed_in.get(f"{LIST}?page={page}").text for page in (1, 2))
    assert ["Bo Roy" in first, "Ana Silva" in first, "Ana Silva" in second] == [True, False, True]


def test_a_letter_is_shown_as_its_reader_sees_it_without_its_secrets(app, signed_in):
    letter = a_letter()
    page = plainly(signed_in.get(of(letter)).text)
    assert ["Ana Silva" in page, "Désamorcer" in page, "[lien secret]" in page] == [True] * 3
    assert "/inscription/" not in page
    nonce = letter.registration.nonce
    assert nonce not in page


def test_e8_hostile_words_are_inert_in_the_list_and_the_preview(signed_in):
    letter = a_letter(name=HOSTILE, session=factories.a_session(HOSTILE), last_error=HOSTILE, state="failed")
    for path in (LIST, of(letter)):
        page = signed_in.get(path).text
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


@pytest.mark.parametrize("stopped", ["failed", "uncertain", "cancelled", "missed"])
def test_a_letter_that_stopped_leaves_again_and_twice_is_once(signed_in, stopped):
    letter = a_letter(stopped, last_error="550", attempts=9)
    for _ in range(2):
        assert submit(signed_in, of(letter), move="retry").status_code == 303
    db.session.expire_all()
    assert (letter.state, letter.attempts, letter.last_error, letter.due_at <= clock.now()) == ("queued", 0, "", True)
    assert deeds() == ["letter.retried"]


def test_a_letter_that_waits_for_another_try_goes_to_the_head_of_the_queue(signed_in):
    letter = a_letter("queued", attempts=2, due_at=clock.now() + factories.timedelta(hours=1))
    submit(signed_in, of(letter), move="retry")
    db.session.expire_all()
    assert (letter.attempts, letter.due_at <= clock.now()) == (0, True)


@pytest.mark.parametrize("waiting", ["queued", "failed", "uncertain", "missed"])
def test_a_letter_that_has_not_left_is_taken_back_once(signed_in, waiting):
    letter = a_letter(waiting)
    for _ in range(2):
        assert submit(signed_in, of(letter), move="cancel").status_code == 303
    assert (state(letter), deeds()) == ("cancelled", ["letter.cancelled"])


@pytest.mark.parametrize("gone", ["sending", "data_sent", "sent"])
@pytest.mark.parametrize("move", ["retry", "cancel"])
def test_a_letter_that_left_or_is_leaving_is_left_alone(signed_in, gone, move):
    letter = a_letter(gone)
    page = signed_in.get(of(letter)).text
    assert ["Renvoyer</button>" in page, "pas l’envoyer</button>" in page] == [False, False]
    answer = submit(signed_in, of(letter), move=move)
    assert "Cette lettre est déjà partie" in plainly(signed_in.get(answer.location).text)
    assert (state(letter), deeds()) == (gone, [])


def test_a_letter_that_can_never_leave_says_why(signed_in):
    letter = a_letter("failed", to_email="pas une adresse")
    page = signed_in.get(of(letter))
    assert page.status_code == 200
    assert "n’est pas une adresse de courriel complète" in page.text


def test_the_list_says_when_nothing_leaves(signed_in):
    assert "aucune lettre ne part" not in signed_in.get(LIST).text
    db.session.execute(update(Outbox).values(paused=True))
    db.session.commit()
    assert "aucune lettre ne part" in signed_in.get(LIST).text
    later = clock.now() + factories.timedelta(seconds=20)
    db.session.execute(update(Outbox).values(paused=False, wait_until=later))
    db.session.commit()
    assert "Le serveur de courriel ne répond pas" in signed_in.get(LIST).text


def test_the_list_asks_as_many_questions_for_thirty_letters_as_for_one(signed_in, queries):
    a_letter()
    with queries() as once:
        signed_in.get(LIST)
    for _ in range(29):
        a_letter()
    with queries() as again:
        signed_in.get(LIST)
    assert len(again) == len(once)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 20])
def test_ids_of_nothing_are_a_404(signed_in, number):
    assert signed_in.get(f"{LIST}/{number}").status_code == 404


def test_d1_nothing_is_done_without_the_token_or_by_an_unknown_move(signed_in):
    letter = a_letter()
    assert signed_in.post(of(letter), data={"move": "cancel"}).status_code == 400
    assert submit(signed_in, of(letter), move="burn").status_code == 400
    assert signed_in.get(f"{of(letter)}?move=cancel").status_code == 200
    assert state(letter) == "queued"


@pytest.mark.parametrize("role", ["host", "reader"])
def test_b1_letters_are_for_coordinators_alone(app, role):
    letter = a_letter()
    member = sign_in(app.test_client(), factories.an_account(role))
    assert [member.get(path).status_code for path in (LIST, of(letter))] == [403, 403]
    assert submit(member, "/coordination", to=of(letter), move="cancel").status_code == 403
    assert state(letter) == "queued"
