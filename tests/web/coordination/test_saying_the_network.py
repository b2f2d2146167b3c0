"""What the settings say of the network besides its name: territory, concern, publics, zone, sources."""

import factories
import pytest
from filling_in import fields_of, plainly, send
from sqlalchemy import select

from resal.actions import SYSTEM
from resal.actions.importing import import_programme
from resal.db import db
from resal.example import facts
from resal.models import Localized, Network, TrainingSession

SETTINGS = "/coordination/reglages"
SAID = {
    "name_fr": "Réseau d'échange", "acronym": "RÉSAL", "retention_months": "24",
    "territory_fr": "Montréal", "territory_en": "Montreal", "concern_fr": "La violence.", "concern_en": "Violence.",
    "audience": "Travail de rue\nMilieu scolaire", "timezone": "America/Halifax", "about": "Relevé en 2026.",
}  # fmt: skip


def the_network():
    db.session.expire_all()
    return db.session.scalars(select(Network)).one_or_none()


def a_network(**columns):
    db.session.add(Network(**{"name": factories.localized({"fr": "Réseau"}), "acronym": "R", **columns}))
    db.session.commit()


def test_each_fact_of_the_network_is_written_and_shown_again(signed_in):
    assert send(signed_in, SETTINGS, **SAID).status_code == 303
    row = the_network()
    assert [row.territory.in_language(code) for code in ("fr", "en")] == ["Montréal", "Montreal"]
    assert [row.concern.in_language(code) for code in ("fr", "en")] == ["La violence.", "Violence."]
    assert (row.audience, row.timezone) == (["Travail de rue", "Milieu scolaire"], "America/Halifax")
    assert row.about == "Relevé en 2026."
    shown = {name: value.replace("\r\n", "\n") for name, value in fields_of(signed_in.get(SETTINGS)).items()}
    assert {name: shown[name] for name in SAID} == SAID


def test_each_fact_of_the_network_can_be_emptied_again(signed_in):
    send(signed_in, SETTINGS, **SAID)
    emptied = dict.fromkeys(("territory_fr", "territory_en", "concern_fr", "concern_en", "audience", "about"), "")
    assert send(signed_in, SETTINGS, **{**SAID, **emptied, "audience": " \n\n"}).status_code == 303
    row = the_network()
    assert (row.territory, row.concern, row.audience, row.about) == ({}, {}, [], "")


def test_a_text_without_a_language_is_shown_as_french_and_becomes_it_once_saved(signed_in):
    a_network(territory=Localized({"und": "Montréal"}))
    shown = fields_of(signed_in.get(SETTINGS))
    assert (shown["territory_fr"], shown["territory_en"]) == ("Montréal", "")
    send(signed_in, SETTINGS, retention_months="12")
    assert the_network().territory == {"fr": "Montréal"}


def test_a_text_without_a_language_beside_a_french_one_stays(signed_in):
    a_network(territory=Localized({"fr": "Île de Montréal", "und": "Montréal"}))
    send(signed_in, SETTINGS, retention_months="12")
    assert {code: the_network().territory[code] for code in ("fr", "und")} == {
        "fr": "Île de Montréal", "und": "Montréal",
    }  # fmt: skip


def test_a_zone_that_is_set_but_not_proposed_stays(signed_in):
    a_network(timezone="America/Argentina/Buenos_Aires")
    send(signed_in, SETTINGS, retention_months="12")
    assert the_network().timezone == "America/Argentina/Buenos_Aires"


def test_another_zone_of_the_network_moves_no_session(signed_in):
    session = factories.a_session()
    before = (session.timezone, session.starts_at, session.revision)
    send(signed_in, SETTINGS, **{**SAID, "timezone": "America/Vancouver"})
    db.session.expire_all()
    row = db.session.get(TrainingSession, session.id)
    assert (row.timezone, row.starts_at, row.revision) == before


@pytest.mark.parametrize("typed", [
    {"timezone": "Mars/Olympus"}, {"timezone": ""}, {"audience": "x" * 201}, {"about": "x" * 10_001},
    {"territory_fr": "x" * 10_001},
])  # fmt: skip
def test_what_makes_no_sense_is_said_and_what_was_typed_stays(signed_in, typed):
    answer = send(signed_in, SETTINGS, **{**SAID, **typed})
    assert answer.status_code == 422
    assert "Il y a un point à corriger" in plainly(answer.text)
    assert fields_of(answer)["concern_fr"] == "La violence."
    assert the_network() is None


def test_saving_the_settings_leaves_what_the_packaged_facts_say_in_its_languages(signed_in):
    import_programme(facts(), SYSTEM)
    before = the_network().territory
    assert [before.status(code) for code in ("fr", "en", "und")] == ["current", "current", "missing"]
    assert send(signed_in, SETTINGS, retention_months="12").status_code == 303
    assert the_network().territory == before
