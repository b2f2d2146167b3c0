"""A session is written down in three short parts; each is saved as a draft before the next."""

import re

import factories
import pytest
from filling_in import plainly, send, send_again

from resal.db import db
from resal.models import TrainingSession

NEW = "/coordination/rencontres/nouvelle"


def opened(page):
    return re.findall(r'<details class="form-step" id="partie-(\w+)" open>', page.text)


def the_session():
    db.session.expire_all()
    return db.session.query(TrainingSession).one()


def test_each_part_is_saved_and_leads_to_the_next(signed_in):
    venue, person = factories.a_venue(), factories.a_facilitator()
    assert opened(signed_in.get(NEW)) == ["quoi"]
    what = send(signed_in, NEW, title_fr="Nommer la peur", next="quand")
    edit = f"/coordination/rencontres/{the_session().id}/modifier"
    assert (what.status_code, what.location, the_session().published) == (303, f"{edit}?partie=quand", False)
    when = signed_in.get(what.location)
    assert opened(when) == ["quand"]
    assert "Brouillon enregistré à" in plainly(when.text)
    then = send_again(
        signed_in, what.location, when, meetings__0__date="2026-12-02", capacity=12, venue_id=venue.id, next="qui"
    )
    assert then.location == f"{edit}?partie=qui"
    who = signed_in.get(then.location)
    assert opened(who) == ["qui"]
    done = send_again(signed_in, then.location, who, leaders__0__facilitator_id=person.id)
    assert done.location == edit.removesuffix("/modifier")
    session = the_session()
    assert (session.title["fr"], session.capacity, session.venue_id) == ("Nommer la peur", 12, venue.id)
    assert [led.facilitator_id for led in session.facilitations] == [person.id]


def test_what_is_to_correct_is_never_in_a_part_that_is_shut(signed_in):
    wrong = send(signed_in, NEW, title_fr="", capacity="-3", next="quand")
    assert (wrong.status_code, opened(wrong)) == (422, ["quoi", "quand", "qui"])
    assert db.session.query(TrainingSession).count() == 0


@pytest.mark.parametrize("asked", ["", "tout", "quoi/../x", "<script>"])
def test_a_part_that_nobody_knows_opens_the_whole(signed_in, asked):
    session = factories.a_session(published=False)
    page = signed_in.get(f"/coordination/rencontres/{session.id}/modifier", query_string={"partie": asked})
    assert (page.status_code, opened(page)) == (200, ["quoi", "quand", "qui"])
