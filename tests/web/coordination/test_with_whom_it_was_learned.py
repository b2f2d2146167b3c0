"""The facilitator with whom something was learned, chosen on the page of a takeaway."""

import factories
import pytest
from filling_in import fields_of, send

from resal.db import db
from resal.models import Facilitation, Takeaway
from resal.queries import choices


def of(row):
    return f"/coordination/apprentissages/{row.id}"


def chosen(row):
    db.session.expire_all()
    return db.session.get(Takeaway, row.id).facilitator_id


@pytest.fixture
def row():
    return factories.a_takeaway("Écouter d'abord.", state="raw")


def test_somebody_is_chosen_shown_again_and_taken_back(signed_in, row):
    ana = factories.a_facilitator("Ana")
    assert send(signed_in, of(row), move="save", facilitator_id=str(ana.id)).status_code == 303
    assert chosen(row) == ana.id
    assert fields_of(signed_in.get(of(row)))["facilitator_id"] == str(ana.id)
    send(signed_in, of(row), move="save", facilitator_id="")
    assert chosen(row) is None


def test_who_leads_the_session_comes_first(app, row):
    factories.a_facilitator("Ana")
    zoe = factories.a_facilitator("Zoé")
    session = row.training_session
    session.facilitations.append(Facilitation(facilitator=zoe, position=9))
    db.session.commit()
    names = [name for _, name in choices.facilitators_first(session.id)]
    assert names.index("Zoé") < names.index("Ana")


@pytest.mark.parametrize("typed", ["x", "999999", "-1", "1e3", "9" * 40])
def test_nobody_who_is_not_in_the_list_is_kept(signed_in, row, typed):
    answer = send(signed_in, of(row), move="save", facilitator_id=typed, text_fr="Autrement.")
    assert answer.status_code == 422
    assert fields_of(answer)["text_fr"] == "Autrement."
    assert chosen(row) is None
