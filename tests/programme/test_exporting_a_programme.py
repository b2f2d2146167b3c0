"""What went in comes out: the packaged example to its last leaf, and any programme at all."""

import json
from datetime import date
from typing import Any

from factories import a_session, a_takeaway, a_venue, an_organization
from hypothesis import given, settings
from hypothesis import strategies as st
from programme_samples import SMALL, leaves, small

from resal import example
from resal.actions import SYSTEM
from resal.actions.importing import import_programme
from resal.db import db
from resal.language.typography import plain
from resal.models import localized
from resal.queries.exporting import export_programme

# What a file may leave out, and what comes out then.
DEFAULTS = {"registration": "none", "waiting_list": "auto", "status": "published", "visibility": "public"}
STEP_DEFAULTS = {"state": "proposed"}

lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=20).map(plain)
hours = st.sampled_from([{}, {"start_time": "09:00"}, {"start_time": "18:00", "end_time": "21:30"}])
dates = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(date.isoformat)


def worded(name: str) -> st.SearchStrategy[dict[str, str]]:
    """A text in French and perhaps in other languages."""
    keys = [f"{name}_{language}" if name else language for language in ("fr", "en", "es")]
    return st.fixed_dictionaries({keys[0]: lines}, optional=dict.fromkeys(keys[1:], lines))


def together(*parts: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that have the keys of all these."""
    return st.tuples(*parts).map(lambda found: {name: value for part in found for name, value in part.items()})


when = st.one_of(
    together(st.fixed_dictionaries({"date": dates}), hours),
    st.builds(
        lambda parts, title: {"meetings": [{**part, **title} for part in parts]},
        st.lists(together(st.fixed_dictionaries({"date": dates}), hours), min_size=1, max_size=3, unique_by=str),
        worded("title"),
    ),
    worded("date_known_as"),
)
details = st.fixed_dictionaries(
    {},
    optional={
        "series": st.just("cycle"), "kind": st.sampled_from(["training", "seminar", "other"]),
        "mode": st.sampled_from(["in person", "online", "hybrid"]), "venue": st.just("salle"), "city": lines,
        "timezone": st.sampled_from(["Europe/Paris", "America/Vancouver"]), "themes": st.just(["haine", "gangs"]),
        "languages": st.just(["fr", "en"]), "attendance_about": st.sampled_from([0, 15, "40-60"]),
        "edition": st.integers(1, 9), "number_in_series": st.integers(1, 99),
        "status": st.sampled_from(["draft", "cancelled"]), "visibility": st.sampled_from(["unlisted", "confidential"]),
        "facilitators": st.sampled_from([["ana"], [{"person": "ana", "role": "keynote"}]]),
        "objectives_fr": st.lists(lines, min_size=1, max_size=3), "follow_ups": st.lists(
            together(worded(""), st.just({"kind": "seminar"})), min_size=1, max_size=2),
        "agenda": st.lists(together(worded(""), hours, st.just({"led_by": ["mdj", "ana"]})), min_size=1, max_size=3),
        "takeaways": st.lists(
            together(worded(""), worded("title"), st.just({"kind": "figure", "facilitator": "ana"})), min_size=1,
            max_size=3),
        "next_steps": st.lists(
            together(worded(""), st.fixed_dictionaries({"owner": st.sampled_from(["mdj", "ana", "Camille"])},
                                                       optional={"due": dates})), min_size=1, max_size=3),
    },
)  # fmt: skip
sessions = together(worded("title"), when, details, st.just({"registration": "none"}))


def test_nothing_of_the_packaged_example_is_lost() -> None:
    import_programme(example.facts(), SYSTEM)
    facts, exported = dict(leaves(example.facts())), dict(leaves(export_programme(db.session())))
    assert {place: exported.get(place) for place in facts} == facts
    assert {place[-1] for place in exported.keys() - facts.keys()} == {"registration", *DEFAULTS, *STEP_DEFAULTS}


def test_importing_what_was_exported_changes_nothing() -> None:
    import_programme(example.facts(), SYSTEM)
    exported = export_programme(db.session())
    report = import_programme(json.loads(json.dumps(exported)), SYSTEM)
    assert {tuple(counts.values()) for counts in report.values()} == {(0, 0)}
    assert export_programme(db.session()) == exported


@settings(max_examples=25)
@given(st.lists(sessions, min_size=1, max_size=3))
def test_any_programme_comes_out_as_it_went_in(database: Any, events: list[dict[str, Any]]) -> None:
    keyed = [{"key": f"s{number}", **event} for number, event in enumerate(events)]
    programme = {**SMALL, "events": keyed}
    with database.undoing():
        import_programme(programme, SYSTEM)
        exported = export_programme(db.session())
        assert meaning(exported) == meaning(programme)
        report = import_programme(exported, SYSTEM)
        assert report["events"] == {"created": 0, "updated": 0}


def test_what_the_form_cannot_say_is_not_made_public() -> None:
    import_programme(small(takeaways=[], next_steps=[]), SYSTEM)
    session = a_session("Privée", published=False, key="prive")
    a_takeaway("Pas encore relu", session, state="raw", title=localized({}))
    event = next(one for one in export_programme(db.session())["events"] if one["key"] == "prive")
    assert (event["status"], "takeaways" in event) == ("draft", False)


def test_what_was_made_on_the_site_has_a_key_and_examples_stay_out_unless_something_real_rests_on_them() -> None:
    session = a_session("Formation", venue=a_venue("Salle", example=True))
    a_venue("Perdue", example=True)
    a_session("Inventée", example=True)
    organization = an_organization("Ville")
    exported = export_programme(db.session())
    assert [one["key"] for one in exported["events"]] == [session.key]
    assert [one["key"] for one in exported["organizations"]] == [organization.key]
    assert [one["name"] for one in exported["venues"]] == ["Salle"]


def meaning(programme: dict[str, Any]) -> dict[Any, Any]:
    """The leaves, with what is left out said and the dates of each session as a list."""
    events = [{**DEFAULTS, "kind": "training", **event} for event in programme["events"]]
    for event in events:
        event["meetings"] = dated(event)
        event["next_steps"] = [{**STEP_DEFAULTS, **step} for step in event.get("next_steps", [])]
        for name in ("date", "end_date", "start_time", "end_time"):
            event.pop(name, None)
    return dict(leaves({**programme, "events": events}))


def dated(event: dict[str, Any]) -> list[dict[str, Any]]:
    """The parts of a session, one by one, in the order of time."""
    if event.get("date"):
        first = date.fromisoformat(event["date"]).toordinal()
        last = date.fromisoformat(event.get("end_date", event["date"])).toordinal()
        hours_of = {name: event[name] for name in ("start_time", "end_time") if name in event}
        return [{"date": date.fromordinal(day).isoformat(), **hours_of} for day in range(first, last + 1)]
    return sorted(event.get("meetings", []), key=lambda part: (part["date"], part.get("start_time", "")))
