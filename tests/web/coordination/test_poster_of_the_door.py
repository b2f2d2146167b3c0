"""The poster of the entrance, which the team prints."""

from datetime import timedelta

import factories
from harness.visitors import submit
from sqlalchemy import select

from resal.actions import Actor, arriving
from resal.db import db
from resal.models import ArrivalCode, localized


def test_the_poster_shows_the_address_and_no_name(signed_in):
    session = factories.a_session(capacity=9)
    factories.a_registration(session, factories.a_participant("Ana Silva"))
    wall = f"/coordination/rencontres/{session.id}/presences/affiche"
    assert 'class="qr"' not in signed_in.get(wall).text
    answer = submit(signed_in, wall, date=session.meetings[0].id)
    page = signed_in.get(answer.location)
    [code] = db.session.scalars(select(ArrivalCode.code)).all()
    assert f"/p/{code}" in page.text
    assert "Ana Silva" not in page.text
    submit(signed_in, wall, date=session.meetings[0].id)
    assert db.session.query(ArrivalCode).count() == 1, "K2: the button twice makes one code"
    submit(signed_in, wall, date=session.meetings[0].id, seen=code)
    assert db.session.query(ArrivalCode).count() == 2
    assert signed_in.get(f"{wall}?date=999999").status_code == 404
    assert signed_in.get(f"/coordination/rencontres/{factories.a_session(starts_in=None).id}/presences/affiche").text


def test_hostile_titles_are_inert_on_the_wall(client, signed_in):
    session = factories.a_session(starts_in=timedelta(minutes=5))
    session.title = localized({"fr": "<script>alert(1)</script>"})
    db.session.commit()
    code = arriving.hang(session.live_meetings[0], "", Actor("account")).code
    for page in (client.get(f"/p/{code}"), signed_in.get(f"/coordination/rencontres/{session.id}/presences/affiche")):
        assert "<script>alert" not in page.text
