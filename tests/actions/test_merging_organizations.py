"""Two organizations become one without losing anything, and two again when that was a mistake."""

from datetime import timedelta

import factories
import pytest
from sqlalchemy import delete, insert, select

from resal import clock
from resal.actions import Refusal, by, directory, merging
from resal.actions.people import match_organization
from resal.actions.registering import caps
from resal.db import db
from resal.models import (
    AgendaItem,
    Base,
    Entry,
    Facilitation,
    FacilitatorRole,
    Merge,
    Organization,
    localized,
)
from resal.models.base import pointing_at
from resal.queries.exporting import export_programme
from resal.queries.promises import broken


@pytest.fixture
def team(database):
    return by(factories.an_account())


def two(**columns):
    kept = factories.an_organization("L'Anonyme", acronym="", territories=["Rosemont"], aliases=["anonyme"])
    gone = factories.an_organization(
        "Unité L'Anonyme", acronym="ULA", territories=["Villeray"], website="https://anonyme.example", **columns
    )
    return kept, gone


def everything():
    """Every row of every table, but for what a merge writes of itself."""
    db.session.expire_all()
    own = {"merges", "audit_entries", "programme_version"}
    return {
        table.name: sorted(map(repr, db.session.execute(select(table)).all()))
        for table in Base.metadata.sorted_tables
        if table.name not in own
    }


def tied_everywhere(body):
    """Something of each kind that can name an organization."""
    session = factories.a_session(starts_in=timedelta(days=9), organization_cap=2)
    session.organizers, session.funders = [body], [body]
    session.agenda = [AgendaItem(text=localized({"fr": "Accueil"}), position=0, organizations=[body])]
    factories.a_series(funders=[body])
    person = factories.a_facilitator(roles=[FacilitatorRole(organization=body, title=localized({"fr": "Chargée"}))])
    session.facilitations = [Facilitation(facilitator=person, affiliations=[{
        "title": {"fr": "Chargée"}, "organization": {"fr": "Là"}, "organization_id": body.id,
    }])]  # fmt: skip
    factories.a_next_step(session=session, owner_organization_id=body.id, owner_name="")
    factories.an_organization("Une antenne", parent_id=body.id)
    for name in ("Ana", "Bilal"):
        factories.a_registration(session, factories.a_participant(name, organization_id=body.id), source="import")
    return session


def test_all_that_pointed_to_the_one_that_goes_points_to_the_one_that_stays(team):
    kept, gone = two()
    session = tied_everywhere(gone)
    merging.merge_organizations(kept, gone, {}, team)
    for table, column in pointing_at(Organization):
        assert db.session.execute(select(column).where(column == gone.id)).all() == [], table.name
        assert db.session.execute(select(column).where(column == kept.id)).first(), table.name
    assert session.facilitations[0].affiliations[0]["organization_id"] == kept.id
    assert [row.parent_id for row in db.session.query(Organization) if "antenne" in row.name["fr"]] == [kept.id]
    assert gone.merged_into_id == kept.id
    assert list(broken()) == []
    assert db.session.query(Entry).order_by(Entry.id.desc()).first().deed == "organization.merged"


def test_old_names_become_aliases_and_what_one_of_them_lacked_comes_from_the_other(team):
    kept, gone = two()
    merging.merge_organizations(kept, gone, {"name_fr": "gone", "name_en": "kept"}, team)
    assert kept.name["fr"] == "Unité L'Anonyme"
    assert (kept.acronym, kept.website) == ("ULA", "https://anonyme.example")
    assert kept.territories == ["Rosemont", "Villeray"]
    assert {"L'Anonyme", "anonyme"} <= set(kept.aliases)
    for typed in ("l’anonyme", "UNITE L'ANONYME", "ula", "Anonyme"):
        assert match_organization(typed) == kept.id


def test_undoing_puts_every_row_back_as_it_was(team):
    kept, gone = two()
    tied_everywhere(kept), tied_everywhere(gone)
    both = factories.a_session()
    both.organizers = [kept, gone]
    db.session.commit()
    before, programme = everything(), export_programme(db.session())
    merge = merging.merge_organizations(kept, gone, {"name_fr": "gone", "kind": "gone"}, team)
    assert everything() != before
    merging.undo(merge, team)
    assert everything() == before
    assert export_programme(db.session()) == programme
    assert (merge.left, merge.record) == ([], [])


def test_undoing_leaves_what_changed_since_and_names_it(team):
    kept, gone = two()
    session = tied_everywhere(gone)
    other = factories.an_organization("Ailleurs")
    merge = merging.merge_organizations(kept, gone, {"acronym": "gone"}, team)
    [step] = db.session.query(Base.registry._class_registry["NextStep"]).all()
    step.owner_organization_id = other.id
    db.session.commit()
    directory.save_organization(kept, {"fr": "L'Anonyme"}, {"acronym": "LA"}, team)
    merging.undo(merge, team)
    assert {(one["table"], one["id"], one["why"]) for one in merge.left} == {
        ("next_steps", step.id, "changed"), ("organizations", kept.id, "changed"),
    }  # fmt: skip
    assert (step.owner_organization_id, kept.acronym) == (other.id, "LA")
    assert session.organizers == [gone]
    assert gone.merged_into_id is None


def test_a_tie_made_by_hand_since_is_no_obstacle(team):
    kept, gone = two()
    session = tied_everywhere(gone)
    merge = merging.merge_organizations(kept, gone, {}, team)
    ties = Base.metadata.tables["session_organizers"]
    db.session.execute(delete(ties).where(ties.c.organization_id == kept.id))
    db.session.execute(insert(ties).values(training_session_id=session.id, organization_id=gone.id))
    db.session.commit()
    merging.undo(merge, team)
    assert session.organizers == [gone]
    assert merge.left == []


def test_people_who_typed_its_name_before_it_was_known_belong_to_it(team):
    kept, gone = two(aliases=["Chez l'Ano"])
    stray = factories.a_participant("Eve", organization_name="chez l'ano")
    merge = merging.merge_organizations(kept, gone, {}, team)
    assert stray.organization_id == kept.id
    merging.undo(merge, team)
    assert stray.organization_id is None


def test_the_places_of_one_organization_are_counted_together(team):
    kept, gone = two()
    session = tied_everywhere(gone)
    assert [caps.is_beyond(session, name) for name in ("Unité L'Anonyme", "L'Anonyme")] == [True, False]
    merging.merge_organizations(kept, gone, {}, team)
    assert caps.is_beyond(session, "L'Anonyme")


@pytest.mark.parametrize("direct", [True, False])
def test_what_contains_the_other_never_contains_itself(team, direct):
    kept, gone = two()
    between = factories.an_organization("Entre les deux", parent_id=gone.id)
    kept.parent_id = gone.id if direct else between.id
    db.session.commit()
    merging.merge_organizations(kept, gone, {}, team)
    assert kept.parent_id is None
    assert between.parent_id == kept.id


def test_a_hidden_one_stays_hidden(team):
    kept, gone = two(hidden=True)
    merging.merge_organizations(kept, gone, {}, team)
    assert kept.hidden


def test_what_makes_no_sense_is_refused(team):
    kept, gone = two()
    invented = factories.an_organization("Inventé", example=True)
    merging.merge_organizations(kept, gone, {}, team)
    third = factories.an_organization("Troisième")
    for pair in ((kept, kept), (third, gone), (gone, third), (kept, invented)):
        with pytest.raises(Refusal):
            merging.merge_organizations(*pair, {}, team)
    assert db.session.query(Merge).count() == 1


def test_merges_are_undone_the_last_first(team):
    kept, gone = two()
    third = factories.an_organization("Troisième")
    first = merging.merge_organizations(kept, gone, {}, team)
    second = merging.merge_organizations(third, kept, {}, team)
    assert gone.merged_into_id == third.id
    with pytest.raises(Refusal):
        merging.undo(first, team)
    merging.undo(second, team)
    assert (gone.merged_into_id, kept.merged_into_id) == (kept.id, None)
    merging.undo(first, team)
    merging.undo(first, team)
    assert gone.merged_into_id is None


def test_after_thirty_days_it_is_for_good_and_its_record_is_erased(team):
    kept, gone = two()
    merge = merging.merge_organizations(kept, gone, {}, team)
    clock.start_at(clock.now() + timedelta(days=29, hours=23))
    assert merging.forget_old() == 0
    clock.start_at(clock.now() + timedelta(hours=1))
    with pytest.raises(Refusal):
        merging.undo(merge, team)
    assert (merging.forget_old(), merging.forget_old()) == (1, 0)
    db.session.refresh(merge)
    assert merge.record == []
