"""Sessions by invitation: links the team makes, and what becomes of whoever follows one."""

import re
from datetime import timedelta

import factories
import pytest
from harness.visitors import csrf_token, submit

from resal import clock
from resal.actions import Actor, inviting, registering
from resal.actions.registering import Typed
from resal.db import db
from resal.models import Entry, Invitation, Registration
from resal.web import doors

TEAM = Actor("account")


@pytest.fixture
def session(database):
    return factories.a_session(registration="invitation", capacity=5)


def a_link(app, session, **columns):
    with app.test_request_context():
        made = inviting.invite(session, "Écoles", columns.pop("most", 2), columns.pop("ends_at", None), TEAM)
        return f"/rencontres/{session.id}/inscription?invitation={doors.invitation_token(made.nonce)}", made


def register(client, path, name="Ana"):
    page = client.get(path)
    person = {"name": name, "email": f"{name.lower()}@maison.example", "organization": "Maison des jeunes"}
    return client.post(path, data={**person, "csrf_token": csrf_token(page), "expects": "seat"})


def people():
    db.session.rollback()
    return [(row.participant.name, row.state) for row in db.session.query(Registration).order_by(Registration.id)]


def plain(answer):
    return answer.text.replace("\u00a0", " ")


def test_without_a_link_the_pages_say_that_it_is_by_invitation(client, session):
    assert "Le lien pour s’inscrire vient de la personne qui vous invite." in plain(
        client.get(f"/rencontres/{session.id}", follow_redirects=True)
    )
    form = client.get(f"/rencontres/{session.id}/inscription")
    assert form.status_code == 410
    assert "Cette rencontre est sur invitation." in plain(form)


def test_whoever_follows_a_link_registers_and_it_is_counted(client, app, signed_in, session):
    path, _made = a_link(app, session)
    assert register(client, path).status_code == 303
    assert people() == [("Ana", "confirmed")]
    assert "1 inscription sur 2" in plain(signed_in.get(f"/coordination/rencontres/{session.id}/invitations"))


def test_k11_a_link_is_never_used_more_often_than_it_may_be(client, app, session):
    path, _made = a_link(app, session)
    for name in ("Ana", "Bilal"):
        assert register(client, path, name).status_code == 303
    registering.withdraw(db.session.query(Registration).first())
    over = client.get(path)
    assert over.status_code == 410
    assert "Ce lien d’invitation a pris fin." in plain(over)
    assert [name for name, _ in people()] == ["Ana", "Bilal"]


def test_k2_the_same_form_twice_uses_a_link_once(client, app, session):
    path, made = a_link(app, session, most=2)
    form = client.get(path)
    data = {"name": "Ana", "email": "ana@maison.example", "organization": "Maison", "csrf_token": csrf_token(form)}
    first, second = client.post(path, data=data), client.post(path, data=data)
    assert (first.status_code, second.location) == (303, first.location)
    assert db.session.query(Registration).filter_by(invitation_id=made.id).count() == 1


def test_a_link_whose_time_is_over_or_that_was_taken_back_opens_nothing(client, app, session, freeze):
    now = freeze(clock.now())
    ended, _ = a_link(app, session, ends_at=now + timedelta(hours=1))
    revoked, made = a_link(app, session)
    inviting.revoke(made, TEAM)
    inviting.revoke(made, TEAM)
    freeze(now + timedelta(hours=2))
    assert "Ce lien d’invitation a pris fin." in plain(client.get(ended))
    assert "Cette rencontre est sur invitation." in plain(client.get(revoked))
    assert db.session.query(Entry).filter_by(deed="session.invitation_revoked").count() == 1


def test_c5_a_link_of_another_session_or_purpose_opens_nothing(client, app, session):
    other = factories.a_session(registration="invitation")
    path, made = a_link(app, other)
    token = path.partition("=")[2]
    with app.test_request_context():
        seat = doors.seat_token(made.nonce)
    for wrong in (token, seat, "A" * 43, "x", "é" * 43, ""):
        assert client.get(f"/rencontres/{session.id}/inscription?invitation={wrong}").status_code == 410
    assert people() == []


def test_a_link_opens_neither_a_session_that_began_nor_one_that_was_cancelled(client, app):
    began = factories.a_session(registration="invitation", starts_in=-timedelta(minutes=5))
    path, _ = a_link(app, began)
    answer = client.get(path)
    assert answer.status_code == 410
    assert "Les inscriptions à cette rencontre sont terminées." in plain(answer)


def test_a_link_to_an_unlisted_session_carries_its_key(client, signed_in):
    session = factories.a_session(registration="invitation", visibility="unlisted")
    page = f"/coordination/rencontres/{session.id}/invitations"
    assert submit(signed_in, page, label="Partenaires", most="3").status_code == 303
    [url] = re.findall(r'value="(http[^"]+)"', signed_in.get(page).text)
    path = url.replace("&amp;", "&").partition("8000")[2]
    assert "cle=" in path
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"label": "", "most": "2"}, "Dites pour qui est ce lien"),
        ({"label": "É" * 201, "most": "2"}, "Raccourcissez : 200 caractères au plus"),
        ({"label": "Écoles", "most": ""}, "Indiquez au moins une inscription."),
        ({"label": "Écoles", "most": "0"}, "Indiquez au moins une inscription."),
        ({"label": "Écoles", "most": "-3"}, "Indiquez au moins une inscription."),
        ({"label": "Écoles", "most": "9" * 30}, "Ce nombre est trop grand"),
        ({"label": "Écoles", "most": "2", "ends_at": "2026-02-30T10:00"}, "Écrivez la date et l’heure au complet"),
        ({"label": "Écoles", "most": "2", "ends_at": "2026-01-05T10:00"}, "Cette fin est déjà passée."),
        ({"label": "Écoles", "most": "2", "ends_at": "9999-12-31T10:00"}, "cette date est à plus de cinq ans"),
        ({"label": "Écoles", "most": "2", "ends_at": "0001-01-01T10:00"}, "avant l’an 2000"),
    ],
)
def test_what_makes_no_sense_is_said_and_what_was_typed_is_kept(signed_in, session, typed, words):
    answer = submit(signed_in, f"/coordination/rencontres/{session.id}/invitations", **typed)
    assert answer.status_code == 422
    assert words in plain(answer)
    assert f'value="{typed["label"]}"' in answer.text or not typed["label"]
    assert db.session.query(Invitation).count() == 0


def test_a_session_open_to_everybody_needs_no_link(signed_in):
    session = factories.a_session()
    page = signed_in.get(f"/coordination/rencontres/{session.id}/invitations")
    assert "n’est pas sur invitation" in page.text
    assert "<h2>Liens créés</h2>" in page.text


def test_b3_a_link_is_taken_back_from_the_page_of_its_own_session_only(signed_in, app, session):
    _, made = a_link(app, session)
    other = factories.a_session(registration="invitation")
    for number in (str(made.id), "x", "0", "9" * 30):
        assert submit(signed_in, f"/coordination/rencontres/{other.id}/invitations", revoke=number).status_code == 404
    assert (
        submit(signed_in, f"/coordination/rencontres/{session.id}/invitations", revoke=str(made.id)).status_code == 303
    )
    db.session.rollback()
    assert db.session.get(Invitation, made.id).revoked_at is not None


def test_the_team_adds_by_hand_without_a_link(database, session):
    typed = Typed("Ana", "ana@maison.example", "Maison", source="team")
    assert registering.register(session, typed, TEAM).registration.state == "confirmed"
