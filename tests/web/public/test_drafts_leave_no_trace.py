"""What is not for everybody is nowhere: no list, no count, no search, no link, no address (trust, B7)."""

from datetime import timedelta
from typing import Any

import pytest
from factories import a_facilitator, a_next_step, a_session, a_takeaway, a_theme, an_organization
from flask.testing import FlaskClient
from public_programme import a_programme, public_paths, said

from resal.db import db
from resal.models import Facilitation, FacilitatorRole, FollowUp, TrainingSession, localized

CANARY = "canari"
HIDDEN: list[dict[str, Any]] = [{"published": False}, {"visibility": "unlisted"}, {"visibility": "confidential"}]


@pytest.mark.parametrize("hidden", HIDDEN, ids=["draft", "unlisted", "confidential"])
@pytest.mark.parametrize("days", [-20, 15])
def test_b7_a_draft_leaves_no_trace(client: FlaskClient, hidden: dict[str, Any], days: int) -> None:
    programme = a_programme()
    paths = [*public_paths(programme, "fr"), "/en/", "/?q=canar", "/apprentissages?q=canar", "/calendrier/2026/11"]
    before = {path: client.get(path).text for path in paths}
    secret = a_session(
        CANARY, starts_in=timedelta(days=days), meetings=2, summary=said(CANARY), series_id=programme.series.id,
        number_in_series=3, themes=[programme.theme], organizers=[programme.organization],
        funders=[programme.organization], first_edition_id=programme.past.id, follows_id=programme.past.id, **hidden,
    )  # fmt: skip
    _belongings(secret)
    secret.facilitations = [Facilitation(facilitator=programme.facilitator)]
    programme.coming.follow_ups[0].became_id = secret.id
    db.session.commit()
    assert {path: client.get(path).text for path in paths} == before
    for address in (f"/rencontres/{secret.id}", f"/rencontres/{secret.id}-x", f"/en/sessions/{secret.id}-x"):
        answer = client.get(address)
        assert (answer.status_code, CANARY in answer.text.lower()) == (404, False), address


def test_b7_what_only_a_draft_names_is_not_there_either(client: FlaskClient) -> None:
    programme = a_programme()
    person, theme = a_facilitator("Camille Canari"), a_theme(CANARY, key="secret")
    secret = a_session(CANARY, published=False, facilitators=[person], themes=[theme])
    takeaway = a_takeaway(CANARY, secret)
    for path in (
        f"/reseau/animation/{person.id}-x", "/apprentissages/theme/secret",
        f"/apprentissages/{takeaway.id}", "/calendrier/abonnement?theme=secret",
    ):  # fmt: skip
        assert CANARY not in client.get(path).text.lower(), path
    assert all(CANARY not in client.get(path).text.lower() for path in public_paths(programme, "fr"))


def test_b7_a_takeaway_not_yet_published_or_kept_inside_is_nowhere(client: FlaskClient) -> None:
    programme = a_programme()
    hidden = [
        a_takeaway(CANARY, programme.past, state="raw"), a_takeaway(CANARY, programme.past, state="reviewed"),
        a_takeaway(CANARY, programme.past, visibility="members"),
    ]  # fmt: skip
    a_next_step(CANARY, programme.past, public=False)
    paths = [*public_paths(programme, "fr"), "/apprentissages?q=canari"]
    assert [path for path in paths if CANARY in client.get(path).text.replace("q=canari", "")] == [
        "/apprentissages?q=canari"  # which says « Rien sur « canari » »
    ]
    assert {client.get(f"/apprentissages/{row.id}").status_code for row in hidden} == {404}


def test_b7_a_hidden_organisation_is_named_nowhere(client: FlaskClient) -> None:
    programme = a_programme()
    shelter = an_organization("Maison Canari", hidden=True, parent_id=programme.organization.id)
    programme.facilitator.roles.append(FacilitatorRole(organization=shelter, title=said("Intervenante")))
    for session in (programme.past, programme.coming):
        session.organizers = [*session.organizers, shelter]
        session.funders = [*session.funders, shelter]
        session.agenda[0].organizations = [shelter]
        named = {"title": {"fr": "Là"}, "organization": {"fr": "Maison Canari"}, "organization_id": shelter.id}
        session.facilitations[0].affiliations = [named]
    db.session.commit()
    paths = [*public_paths(programme), f"/reseau/organismes/{shelter.id}-maison-canari"]
    assert [path for path in paths if CANARY in client.get(path).text.lower().replace("maison-canari", "")] == []


def test_b7_an_organisation_merged_into_another_leads_there(client: FlaskClient) -> None:
    kept = an_organization("Gardé")
    gone = an_organization("Fondu", merged_into_id=kept.id)
    answer = client.get(f"/reseau/organismes/{gone.id}-fondu")
    assert (answer.status_code, answer.location) == (301, f"/reseau/organismes/{kept.id}-garde")


def _belongings(secret: TrainingSession) -> None:
    """Everything that hangs on a session, with the canary in it."""
    a_takeaway(CANARY, secret)
    a_next_step(CANARY, secret)
    secret.follow_ups = [FollowUp(text=localized({"fr": CANARY}))]
    for meeting in secret.meetings:
        meeting.title = said(CANARY)
