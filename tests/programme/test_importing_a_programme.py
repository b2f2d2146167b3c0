"""A programme goes in whole, and again without doing anything twice."""

from datetime import date, timedelta
from typing import Any

from factories import a_registration, a_takeaway, an_account, an_organization
from programme_samples import SMALL, small
from sqlalchemy import select
from test_refusing_a_programme import problems_of, rows_written

from resal import clock
from resal.actions import SYSTEM, Actor, merging, reflecting
from resal.actions.importing import import_programme
from resal.db import db, programme_version
from resal.models import (
    AgendaItem,
    Entry,
    Facilitator,
    Meeting,
    NextStep,
    Organization,
    Registration,
    Resource,
    Takeaway,
    TrainingSession,
    Venue,
    localized,
)
from resal.queries.exporting import export_programme

ONE_OF_EACH = {
    "network": {"created": 1, "updated": 0},
    "themes": {"created": 2, "updated": 0},
    "organizations": {"created": 2, "updated": 0},
    "venues": {"created": 1, "updated": 0},
    "people": {"created": 1, "updated": 0},
    "series": {"created": 1, "updated": 0},
    "events": {"created": 1, "updated": 0},
}
NOTHING = {noun: {"created": 0, "updated": 0} for noun in ONE_OF_EACH}


def test_everything_is_created_and_counted() -> None:
    assert import_programme(SMALL, SYSTEM) == ONE_OF_EACH
    session = the_session()
    assert (session.registration, session.published, session.languages, session.mode) == ("open", True, [], None)
    assert [(m.starts_at.isoformat(), m.ends_at.isoformat()) for m in session.meetings] == [
        ("2027-03-01T18:30:00+00:00", "2027-03-01T21:30:00+00:00")
    ]


def test_a_rehearsal_counts_the_same_and_writes_nothing() -> None:
    assert import_programme(SMALL, SYSTEM, dry_run=True) == ONE_OF_EACH
    assert rows_written() == {}


def test_the_same_file_again_changes_nothing_that_pages_or_calendars_show() -> None:
    import_programme(SMALL, SYSTEM)
    before = everything()
    assert import_programme(SMALL, SYSTEM) == NOTHING
    assert everything() == before


def test_who_imported_what_is_in_the_journal() -> None:
    actor = Actor("account", an_account().id)
    import_programme(SMALL, actor)
    entry = db.session.scalars(select(Entry).where(Entry.deed == "programme.imported")).one()
    assert (entry.actor, entry.details) == (str(actor), ONE_OF_EACH)


def test_a_new_title_updates_the_session_and_its_calendar_entry_in_place() -> None:
    import_programme(SMALL, SYSTEM)
    before = the_session().meetings[0]
    uid, sequence, moved_at = before.uid, before.sequence, the_session().moved_at
    assert import_programme(small(title_fr="Atelier du soir"), SYSTEM) == {
        **NOTHING, "events": {"created": 0, "updated": 1},
    }  # fmt: skip
    after = the_session().meetings[0]
    assert (after.uid, after.sequence, the_session().moved_at) == (uid, sequence + 1, moved_at)
    assert the_session().title.status("en") == "outdated"


def test_a_venue_that_changes_its_name_revises_the_sessions_that_show_it() -> None:
    import_programme(SMALL, SYSTEM)
    sequence = the_session().meetings[0].sequence
    report = import_programme({"venues": [{"key": "salle", "name": "Petite salle"}]}, SYSTEM)
    assert report == {**NOTHING, "venues": {"created": 0, "updated": 1}}
    assert the_session().meetings[0].sequence == sequence + 1


def test_what_the_file_does_not_say_stays_and_null_says_nothing() -> None:
    import_programme(small(summary_fr="Un résumé", city="Montréal", external_url="https://resal.example"), SYSTEM)
    kept = {"key": "atelier", "title_fr": "Atelier", "date": "2027-03-01", "city": None}
    import_programme({"events": [kept]}, SYSTEM)
    session = the_session()
    assert (session.summary, session.external_url, session.city) == (
        {"fr": "Un résumé"}, "https://resal.example", "",
    )  # fmt: skip
    assert (session.title["en"], session.venue.key, len(session.agenda)) == ("Workshop", "salle", 1)


def test_days_keep_their_calendar_identity_and_one_that_goes_is_remembered() -> None:
    import_programme(small(end_date="2027-03-03"), SYSTEM)
    uids = {meeting.date.day: meeting.uid for meeting in the_session().meetings}
    import_programme(small(date="2027-03-02", end_date="2027-03-03"), SYSTEM)
    meetings = the_session().meetings
    assert {meeting.date.day: meeting.uid for meeting in meetings} == uids
    assert [meeting.date.day for meeting in meetings if meeting.removed_at] == [1]


def test_a_published_session_that_changes_its_day_has_moved() -> None:
    import_programme(SMALL, SYSTEM)
    start = the_session().starts_at
    import_programme(small(date="2027-03-08"), SYSTEM)
    session = the_session()
    assert (session.moved_from, session.moved_at is not None) == (start, True)
    assert (session.starts_at, len(session.meetings)) == (start + timedelta(days=7), 1)


def test_the_date_and_the_seats_of_a_session_with_people_are_not_for_a_file_to_change() -> None:
    import_programme(SMALL, SYSTEM)
    a_registration(the_session())
    sentence = (
        "Des personnes ont une place dans cette rencontre : changez sa date, son lieu, ses places"
        " ou son état sur le site, qui les préviendra."
    )
    for change in (
        {"date": "2027-03-02"},
        {"date": "2021-03-02"},
        {"capacity": 11},
        {"status": "cancelled"},
        {"link": "https://a.example"},
    ):
        assert problems_of(small(**change)) == {"events[0]": sentence}
    assert import_programme(small(summary_fr="Un résumé"), SYSTEM)["events"] == {"created": 0, "updated": 1}


def test_an_open_session_does_not_lose_its_place() -> None:
    import_programme(SMALL, SYSTEM)
    assert problems_of(small(venue=None)) == {"events[0].venue": "L'inscription demande un lieu, une ville ou un lien."}


def test_takeaways_keep_their_number_when_their_words_change_and_go_when_the_file_drops_them() -> None:
    import_programme(SMALL, SYSTEM)
    first = texts(Takeaway)
    import_programme(small(takeaways=[{"kind": "practice", "fr": "Écouter longtemps"}]), SYSTEM)
    assert texts(Takeaway) == {min(first): "Écouter longtemps"}


def test_what_people_wrote_on_the_site_is_theirs() -> None:
    import_programme(SMALL, SYSTEM)
    actor = Actor("account", an_account().id)
    session = the_session()
    written = a_takeaway("Écrit sur place", session, created_by_id=actor.account_id, title=localized({})).id
    agreed = reflecting.agree_next_step(session, reflecting.StepText({"fr": "Convenu sur place"}), actor).id
    import_programme(small(takeaways=[], next_steps=[]), SYSTEM)
    assert (texts(Takeaway), texts(NextStep)) == ({written: "Écrit sur place"}, {agreed: "Convenu sur place"})


def test_documents_that_are_not_for_everybody_are_no_business_of_a_file() -> None:
    import_programme(SMALL, SYSTEM)
    session = db.session.scalars(select(TrainingSession)).one()
    kept = Resource(
        training_session_id=session.id, title=localized({"fr": "Notes"}), audience="registered", position=-1
    )
    db.session.add(kept)
    db.session.commit()
    import_programme(small(resources=[{"title_fr": "La fiche"}]), SYSTEM)
    rows = db.session.scalars(select(Resource).order_by(Resource.position)).all()
    assert [(row.title["fr"], row.audience) for row in rows] == [("Notes", "registered"), ("La fiche", "everyone")]


def test_a_next_step_that_moved_on_the_site_stays_where_it_is() -> None:
    import_programme(SMALL, SYSTEM)
    step = db.session.scalars(select(NextStep).order_by(NextStep.id)).first()
    reflecting.advance_next_step(step, "under way", "", "", SYSTEM)
    assert import_programme(SMALL, SYSTEM) == NOTHING
    import_programme(small(next_steps=[{"fr": "Se revoir", "owner": "mdj", "state": "done"}]), SYSTEM)
    step = db.session.scalars(select(NextStep)).one()
    assert [(change.before, change.after) for change in step.history] == [
        (None, "proposed"), ("proposed", "under way"), ("under way", "done"),
    ]  # fmt: skip


def test_the_owner_of_a_next_step_is_a_key_or_just_a_name() -> None:
    import_programme(
        small(next_steps=[{"fr": str(n), "owner": who} for n, who in enumerate(("mdj", "ana", "Camille"))]), SYSTEM
    )
    steps = db.session.scalars(select(NextStep).order_by(NextStep.position)).all()
    assert [
        (step.owner_organization and step.owner_organization.key, step.owner_facilitator and step.owner_facilitator.key,
         step.owner_name)
        for step in steps
    ] == [("mdj", None, ""), (None, "ana", ""), (None, None, "Camille")]  # fmt: skip


def test_titles_follow_the_file_until_the_session_is_over_and_are_history_after(freeze: Any) -> None:
    import_programme(SMALL, SYSTEM)
    assert titles() == ["Animatrice"]
    promoted = {**SMALL, "people": [{"key": "ana", "name": "Ana Silva", "roles": [{"title_fr": "Directrice"}]}]}
    import_programme(promoted, SYSTEM)
    assert titles() == ["Directrice"]
    freeze(clock.now() + timedelta(days=365))
    import_programme(SMALL, SYSTEM)
    roles = db.session.scalars(select(Facilitator)).one().roles
    assert ([role.title["fr"] for role in roles], titles()) == (["Animatrice"], ["Directrice"])


def test_a_past_session_needs_neither_place_nor_seats_nor_english() -> None:
    import_programme({"events": [{"key": "vieux", "title_fr": "Vieux", "date": "2021-10-28", "capacity": 5}]}, SYSTEM)
    session = db.session.scalars(select(TrainingSession)).one()
    assert (session.registration, session.published, session.meetings[0].all_day) == ("none", True, True)


def test_words_for_a_date_say_until_when_they_speak_each_time_they_change() -> None:
    for words, until in (
        ("au printemps 2027", date(2027, 6, 30)),
        ("à l'été 2027", date(2027, 9, 30)),
        ("un jour", None),
    ):
        import_programme(small(date=None, start_time=None, end_time=None, date_known_as_fr=words), SYSTEM)
        assert db.session.scalars(select(TrainingSession)).one().date_known_until == until


def test_moments_of_registration_are_in_the_zone_of_the_session() -> None:
    import_programme(
        small(timezone="Europe/Paris", opens_at="2027-01-04T09:00", closes_at="2027-02-26T12:00-05:00"), SYSTEM
    )
    session = the_session()
    assert session.opens_at.isoformat() == "2027-01-04T08:00:00+00:00"
    assert session.closes_at.isoformat() == "2027-02-26T17:00:00+00:00"


def test_a_text_whose_language_is_not_said_is_in_no_language() -> None:
    import_programme(small(status="cancelled", cancelled_reason="Neige"), SYSTEM)
    session = the_session()
    assert (session.cancelled, session.cancelled_reason.read("en")) == (True, ("Neige", "und"))


def test_a_name_in_decomposed_accents_is_found_like_any_other() -> None:
    import_programme({"organizations": [{"key": "ecole", "name_fr": "E\u0301cole"}]}, SYSTEM)
    assert db.session.scalars(select(Organization)).one().name == {"fr": "École"}


def the_session() -> TrainingSession:
    db.session.expire_all()
    return db.session.scalars(select(TrainingSession).where(TrainingSession.key == "atelier")).one()


def titles() -> list[str]:
    return [affiliation["title"]["fr"] for led in the_session().facilitations for affiliation in led.affiliations]


def texts(model: Any) -> dict[int, str]:
    return {row.id: row.text["fr"] for row in db.session.scalars(select(model).order_by(model.id))}


def everything() -> dict[str, Any]:
    """All columns of the rows that an import writes, and the number by which pages are cached."""
    db.session.commit()
    models = (TrainingSession, Meeting, Takeaway, NextStep, Venue, Organization, Registration)
    rows = {
        model.__tablename__: [
            tuple(row) for row in db.session.execute(select(*model.__table__.columns).order_by(model.id))
        ]
        for model in models
    }
    return {**rows, "version": programme_version()}


def test_importing_again_leaves_people_of_the_agenda_in_the_roles_they_were_given_on_the_site() -> None:
    import_programme(small(), SYSTEM)
    [line] = db.session.scalars(select(AgendaItem))
    line.leaders[0].role = "moderator"
    db.session.commit()
    import_programme(small(agenda=[{"fr": "Accueil, puis café", "led_by": ["ana"]}]), SYSTEM)
    [line] = db.session.scalars(select(AgendaItem))
    assert [(led.facilitator.key, led.role) for led in line.leaders] == [("ana", "moderator")]
    assert (line.text["fr"], line.organizations) == ("Accueil, puis café", [])


def test_a_file_that_still_names_an_organization_merged_into_another_means_that_other_one() -> None:
    import_programme(SMALL, SYSTEM)
    gone = db.session.scalars(select(Organization).where(Organization.key == "mdj")).one()
    kept = an_organization("Celui qui reste")
    merging.merge_organizations(kept, gone, {}, Actor("account"))
    again = import_programme(SMALL, SYSTEM)  # whoever leads bears the name of the one that stays from now on
    assert again == {**NOTHING, "events": {"created": 0, "updated": 1}}
    assert kept.name["fr"] == "Celui qui reste"
    assert import_programme(SMALL, SYSTEM) == NOTHING
    assert [step.owner_organization for step in db.session.scalars(select(NextStep).order_by("id"))] == [kept, None]
    whole = export_programme(db.session())
    assert kept.key in [one["key"] for one in whole["organizations"]]
    assert gone.key not in str(whole)
    assert import_programme(whole, SYSTEM) == NOTHING
