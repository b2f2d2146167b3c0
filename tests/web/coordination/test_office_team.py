"""The team: who is in it, an invitation, a change, a departure."""

import html

import factories
import pytest
from filling_in import fields_of, plainly, send
from harness.visitors import sign_in, submit
from sqlalchemy import select

from resal.db import db
from resal.models import Account, Entry

LIST = "/coordination/equipe"
HOSTILE = "<script>alert(1)</script>"
LEA = {"name": "Léa Roy", "email": "lea@resal.example", "role": "host", "language": "en"}


def of(account):
    return f"{LIST}/{account.id}"


def found(email="lea@resal.example"):
    db.session.expire_all()
    return db.session.scalars(select(Account).filter_by(email_key=email)).one_or_none()


def deeds():
    wanted = Entry.deed.in_(("account.invited", "account.changed", "account.removed"))
    return db.session.scalars(select(Entry.deed).where(wanted).order_by(Entry.id)).all()


@pytest.fixture
def lea():
    return factories.an_account("host", email="lea@resal.example", name="Léa Roy")


def test_an_invitation_makes_an_account_and_mails_a_link(signed_in, outbox):
    answer = send(signed_in, LIST, **LEA)
    assert (answer.status_code, answer.location) == (303, LIST)
    page = plainly(signed_in.get(LIST).text)
    assert [word in page for word in ("Léa Roy", "Accueil", "English", "lea@resal.example")] == [True] * 4
    assert [(letter.kind, letter.to_email, letter.language) for letter in outbox()] == [
        ("sign_in", "lea@resal.example", "en"),
    ]  # fmt: skip
    assert (found().role, deeds()) == ("host", ["account.invited"])


def test_somebody_of_the_team_is_not_invited_again_so_no_role_changes_unseen(signed_in, lea):
    answer = send(signed_in, LIST, **{**LEA, "email": "LEA@resal.example", "role": "coordinator"})
    assert (answer.status_code, "déjà dans l’équipe" in answer.text) == (422, True)
    assert fields_of(answer)["name"] == "Léa Roy"
    assert (found().role, deeds()) == ("host", [])


def test_somebody_who_left_may_come_back(signed_in, lea):
    submit(signed_in, of(lea), move="remove")
    assert signed_in.get(of(lea)).status_code == 404
    send(signed_in, LIST, **LEA)
    assert found().active
    assert deeds() == ["account.removed", "account.invited"]


@pytest.mark.parametrize("typed", [{"name": " "}, {"email": "lea"}, {"role": "king"}, {"language": "xx"}, {"role": ""}])
def test_what_is_missing_is_said_in_place(signed_in, typed):
    assert send(signed_in, LIST, **{**LEA, **typed}).status_code == 422
    assert found() is None


def test_b10_fields_nobody_offered_change_nothing(signed_in):
    send(signed_in, LIST, **LEA, epoch="99", id="1", removed_at="2020-01-01")
    assert (found().active, found().epoch < 10) == (True, True)


def test_a_member_is_changed_and_a_new_role_ends_their_open_pages(app, signed_in, lea):
    theirs = sign_in(app.test_client(), lea)
    send(signed_in, of(lea), name="Léa Roy-Dubois", move="save")
    assert theirs.get("/coordination").status_code == 200
    send(signed_in, of(lea), role="reader", move="save")
    assert theirs.get("/coordination").status_code == 303
    assert (found().name, found().role) == ("Léa Roy-Dubois", "reader")
    assert deeds() == ["account.changed"] * 2


def test_a2_somebody_taken_out_is_out_at_once_on_every_device(app, signed_in, lea):
    phones = [sign_in(app.test_client(), lea) for _ in range(2)]
    answer = submit(signed_in, of(lea), move="remove")
    assert "Léa Roy n'est plus dans l'équipe." in plainly(signed_in.get(answer.location).text)
    assert [phone.get("/coordination").status_code for phone in phones] == [303, 303]
    assert submit(signed_in, LIST, to=of(lea), move="remove").status_code == 404


def test_a10_the_last_coordinator_stays_a_coordinator(app):
    me = factories.an_account()
    mine = sign_in(app.test_client(), me)
    for answer in (submit(mine, of(me), move="remove"), send(mine, of(me), role="reader", move="save")):
        assert answer.status_code == 422
        assert "la dernière personne à la coordination" in plainly(answer.text)
    db.session.expire_all()
    assert (me.role, me.active) == ("coordinator", True)


def test_another_link_is_mailed_on_demand(signed_in, lea, outbox):
    assert submit(signed_in, of(lea), move="link").status_code == 303
    assert [(letter.kind, letter.to_email) for letter in outbox()] == [("sign_in", "lea@resal.example")]


def test_e4_hostile_words_are_inert(signed_in):
    account = factories.an_account("host", name=HOSTILE)
    for path in (LIST, of(account)):
        page = signed_in.get(path).text
        assert HOSTILE not in page
        assert html.escape(HOSTILE) in page


def test_the_list_asks_as_many_questions_for_thirty_as_for_one(signed_in, queries):
    with queries() as once:
        signed_in.get(LIST)
    for _ in range(29):
        factories.an_account("host")
    with queries() as again:
        signed_in.get(LIST)
    assert len(again) == len(once)


@pytest.mark.parametrize("number", ["0", "999999", "9" * 20])
def test_ids_of_nobody_are_a_404(signed_in, number):
    assert signed_in.get(f"{LIST}/{number}").status_code == 404


def test_d1_nothing_is_done_without_the_token_or_by_an_unknown_move(signed_in, lea):
    assert signed_in.post(LIST, data=LEA).status_code == 400
    assert signed_in.post(of(lea), data={"move": "remove"}).status_code == 400
    assert submit(signed_in, of(lea), move="burn").status_code == 400
    assert (found().active, deeds()) == (True, [])


@pytest.mark.parametrize("role", ["host", "reader"])
def test_b1_the_team_is_for_coordinators_alone(app, lea, role):
    member = sign_in(app.test_client(), factories.an_account(role))
    assert [member.get(path).status_code for path in (LIST, of(lea))] == [403, 403]
    assert submit(member, "/coordination", to=LIST, **{**LEA, "role": "coordinator"}).status_code == 403
    assert submit(member, "/coordination", to=of(lea), move="save", role="coordinator").status_code == 403
    assert found().role == "host"
