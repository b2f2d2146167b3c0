"""The registering page asks the database as much for a crowd as for one, and never much."""

import factories
import pytest
from harness.visitors import csrf_token

from resal.db import db
from resal.models import Registration

MOST = 12
KINDS = {
    "with seats": {"capacity": 99},
    "full": {"capacity": 1},
    "hybrid": {"capacity": 99, "mode": "hybrid", "capacity_online": 99},
    "with offers": {"capacity": 1, "waiting_list": "offer"},
    "with approval": {"capacity": 99, "registration": "approval"},
    "with a cap": {"capacity": 99, "organization_cap": 3},
}


def asked(app, session, queries, name):
    """How many statements the form takes, then sending it, then the seat."""
    client, path = app.test_client(), f"/rencontres/{session.id}/inscription"
    with queries() as form:
        page = client.get(path)
    person = {
        "name": name,
        "email": f"{name.split()[0].lower()}@cout.example",
        "organization": "CLSC",
        "mode": "online",
    }
    with queries() as sent:
        answer = client.post(path, data={"csrf_token": csrf_token(page), **person})
    assert answer.status_code == 303, answer.text
    with queries() as seat:
        assert client.get(answer.location).status_code == 200
    return len(form), len(sent), len(seat)


@pytest.mark.parametrize("kind", KINDS)
def test_each_step_takes_twelve_statements_at_most_whatever_the_number_of_registrations(app, queries, kind):
    session = factories.a_session(**KINDS[kind])
    factories.a_registration(session)
    asked(app, session, queries, "Zoe Petit")  # words are kept from one request to the next
    few = asked(app, session, queries, "Ana Silva")
    for number in range(40):
        person = factories.a_participant(f"Personne {number}")
        factories.a_registration(session, person, state="confirmed" if session.capacity == 99 else "waiting")
    db.session.expire_all()
    many = asked(app, session, queries, "Bilal Idrissi")
    assert db.session.query(Registration).count() == 44
    assert few == many
    assert max(many) <= MOST
