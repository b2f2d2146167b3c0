"""Whatever is wrong with a programme, all of it is told, with its place, and nothing is written."""

from typing import Any

import pytest
from programme_samples import SMALL, small
from sqlalchemy import func, select

from resal.actions import SYSTEM
from resal.actions.importing import BadProgramme, import_programme
from resal.db import db
from resal.language import speaking
from resal.models import Base

EVENT = "events[0]"
WRONG: dict[str, tuple[Any, dict[str, str]]] = {
    "not an object": ([], {"": "Un objet, entre accolades, est attendu ici."}),
    "an unknown part": (
        {"evenst": []},
        {"evenst": "La clé « evenst » n'est pas connue ici. Vouliez-vous dire « events »?"},
    ),
    "an unknown key": (small(colour="red"), {f"{EVENT}.colour": "La clé « colour » n'est pas connue ici."}),
    "a language nobody speaks here": (
        small(title_xx="Workshop"),
        {f"{EVENT}.title_xx": "La clé « title_xx » n'est pas connue ici. Vouliez-vous dire « title_fr »?"},
    ),
    "no French title": (small(title_fr="  "), {f"{EVENT}.title_fr": "Il manque « title_fr »."}),
    "no key": (small(key=None), {f"{EVENT}.key": "Il manque « key »."}),
    "a title that is a number": (small(title_fr=12), {f"{EVENT}.title_fr": "Un texte est attendu ici."}),
    "a capacity that is true": (small(capacity=True), {f"{EVENT}.capacity": "Un nombre entier est attendu ici."}),
    "a capacity of nobody": (small(capacity=0), {f"{EVENT}.capacity": "Un nombre de 1 à 100000 est attendu ici."}),
    "a capacity beyond measure": (
        small(capacity=10**400),
        {f"{EVENT}.capacity": "Un nombre de 1 à 100000 est attendu ici."},
    ),
    "one thing where a list goes": (small(themes="gangs"), {f"{EVENT}.themes": "Une liste est attendue ici."}),
    "nothing inside a list": (small(themes=[None]), {f"{EVENT}.themes[0]": "Il manque une valeur ici."}),
    "too many": (
        small(languages=["fr"] * 101),
        {f"{EVENT}.languages": "Cette liste a 101 éléments : 100 au plus."},
    ),
    "an unknown kind": (
        small(takeaways=[{"kind": "gem", "fr": "Oui"}]),
        {
            f"{EVENT}.takeaways[0].kind": "« gem » n'est pas un choix possible : "
            "highlight, finding, practice, tool, figure, question."
        },
    ),
    "a takeaway without a kind": (
        small(takeaways=[{"fr": "Oui"}]),
        {f"{EVENT}.takeaways[0].kind": "Il manque « kind »."},
    ),
    "a takeaway without words": (
        small(takeaways=[{"kind": "tool"}]),
        {f"{EVENT}.takeaways[0].fr": "Il manque « fr »."},
    ),
    "a takeaway too long": (
        small(takeaways=[{"kind": "tool", "fr": "é" * 241}]),
        {f"{EVENT}.takeaways[0].fr": "Ce texte a 241 caractères : 240 au plus."},
    ),
    "a title on two lines": (
        small(title_fr="Un\ndeux"),
        {f"{EVENT}.title_fr": "Ce texte doit tenir sur une ligne."},
    ),
    "a character that does not show": (
        small(summary_fr="a\0b"),
        {f"{EVENT}.summary_fr": "Ce texte contient un caractère de contrôle, qu'aucune page ne peut montrer."},
    ),
    "half a character": (
        small(summary_fr="\ud800"),
        {f"{EVENT}.summary_fr": "Ce texte contient un caractère de contrôle, qu'aucune page ne peut montrer."},
    ),
    "no date and no words for it": (
        small(date=None, start_time=None, end_time=None),
        {f"{EVENT}.date": "Il manque une date, ou les mots qui la disent dans « date_known_as_fr »."},
    ),
    "a day that does not exist": (
        small(date="2027-02-30"),
        {f"{EVENT}.date": "« 2027-02-30 » n'est pas une date possible : écrivez-la comme 2026-10-28."},
    ),
    "hours without a date": (
        small(date=None, date_known_as_fr="au printemps"),
        {
            f"{EVENT}.end_time": "Il manque la date qui va avec.",
            f"{EVENT}.start_time": "Il manque la date qui va avec.",
        },
    ),
    "dates said twice": (
        small(meetings=[{"date": "2027-03-01"}], start_time=None, end_time=None),
        {f"{EVENT}.date": "Les dates sont déjà dans « meetings » : gardez l'un ou l'autre."},
    ),
    "a last day before the first": (
        small(end_date="2027-02-28"),
        {f"{EVENT}.end_date": "La fin vient avant le début."},
    ),
    "a year of days": (
        small(end_date="2028-02-29"),
        {f"{EVENT}.end_date": "Cette rencontre durerait 366 jours : 60 au plus."},
    ),
    "an hour past midnight": (
        small(start_time="24:00", end_time=None),
        {f"{EVENT}.start_time": "« 24:00 » n'est pas une heure possible : écrivez-la comme 13:30."},
    ),
    "an end before the start": (small(end_time="13:00"), {f"{EVENT}.end_time": "La fin vient avant le début."}),
    "an end without a start": (small(start_time=None), {f"{EVENT}.end_time": "Il manque l'heure de début."}),
    "an hour that clocks jump over": (
        small(date="2027-03-14", start_time="02:30", end_time="05:00"),
        {f"{EVENT}.start_time": "Cette heure n'existe pas ce jour-là : on y avance l'heure (America/Toronto)."},
    ),
    "an hour that comes twice": (
        small(date="2026-11-01", start_time="00:30", end_time="01:30"),
        {f"{EVENT}.end_time": "Cette heure existe deux fois ce jour-là : on y recule l'heure (America/Toronto)."},
    ),
    "an unknown zone": (
        small(timezone="Mars/Olympus"),
        {f"{EVENT}.timezone": "« Mars/Olympus » n'est pas un fuseau horaire : écrivez-le comme America/Toronto."},
    ),
    "a line of the agenda on another day": (
        small(agenda=[{"fr": "Accueil", "date": "2027-03-02"}]),
        {f"{EVENT}.agenda[0].date": "La rencontre n'a pas lieu ce jour-là."},
    ),
    "registration that closes before it opens": (
        small(opens_at="2027-02-01T09:00", closes_at="2027-02-01T09:00-05:00"),
        {f"{EVENT}.closes_at": "L'inscription fermerait avant d'ouvrir."},
    ),
    "a moment without an hour": (
        small(opens_at="2027-02-01"),
        {f"{EVENT}.opens_at": "« 2027-02-01 » n'est pas un moment possible : écrivez-le comme 2026-10-28T13:30."},
    ),
    "registration without a place": (
        small(venue=None),
        {f"{EVENT}.venue": "L'inscription demande un lieu, une ville ou un lien."},
    ),
    "registration without seats": (
        small(registration="open", capacity=None, mode="hybrid"),
        {
            f"{EVENT}.capacity": "L'inscription demande un nombre de places.",
            f"{EVENT}.capacity_online": "L'inscription demande un nombre de places en ligne.",
        },
    ),
    "a reason to cancel what is not cancelled": (
        small(cancelled_reason="Neige"),
        {f"{EVENT}.status": "Une raison d'annulation va avec « status » : « cancelled »."},
    ),
    "a link that runs a script": (
        small(external_url="javascript:alert(1)"),
        {f"{EVENT}.external_url": "« javascript:alert(1) » n'est pas une adresse web : elle commence par https://."},
    ),
    "a reference to nothing": (
        small(venue="sale"),
        {f"{EVENT}.venue": "Rien ne porte la clé « sale » dans venues. Vouliez-vous dire « salle »?"},
    ),
    "somebody nobody knows": (
        small(agenda=[{"fr": "Accueil", "led_by": ["zz"]}]),
        {f"{EVENT}.agenda[0].led_by[0]": "Rien ne porte la clé « zz » dans people, organizations."},
    ),
    "a session that follows itself": (
        small(follows="atelier"),
        {f"{EVENT}.follows": "En suivant « follows », on revient au même point."},
    ),
    "a key twice": (
        {**SMALL, "themes": [*SMALL["themes"], {"key": "gangs", "label_en": "Gangs"}]},
        {"themes[2].key": "La clé « gangs » sert déjà à themes[0]."},
    ),
    "a person with the key of an organization": (
        {**small(), "people": [*SMALL["people"], {"key": "mdj", "name": "Marie"}]},
        {
            f"{EVENT}.agenda[0].led_by[1]": "La clé « mdj » désigne à la fois une personne et un organisme.",
            f"{EVENT}.next_steps[0].owner": "La clé « mdj » désigne à la fois une personne et un organisme.",
        },
    ),
    "no number of people": (
        small(attendance_about="60-40"),
        {f"{EVENT}.attendance_about": '« 60-40 » n\'est pas un nombre de personnes : écrivez 15, ou "40-60".'},
    ),
}


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place_and_nothing_is_written(name: str) -> None:
    programme, expected = WRONG[name]
    assert problems_of(programme) == expected
    assert rows_written() == {}


def test_all_that_is_wrong_is_told_at_once_in_the_order_of_the_file() -> None:
    broken = {
        "themes": [{"key": "a"}],
        "venues": [{"key": "b", "name": "Salle", "latitude": 91}],
        "events": [{"key": f"e{number}", "title_fr": "Atelier", "date": "demain"} for number in range(11)],
    }
    bad_date = "« demain » n'est pas une date possible : écrivez-la comme 2026-10-28."
    assert list(problems_of(broken).items()) == [
        *((f"events[{number}].date", bad_date) for number in range(11)),
        ("themes[0].label_fr", "Il manque « label_fr »."),
        ("venues[0].latitude", "Un nombre de -90 à 90 est attendu ici."),
    ]


def test_organizations_that_belong_to_each_other_through_the_database_are_refused() -> None:
    import_programme(
        {"organizations": [{"key": "a", "name_fr": "A"}, {"key": "b", "name_fr": "B", "parent": "a"}]}, SYSTEM
    )
    assert problems_of({"organizations": [{"key": "a", "name_fr": "A", "parent": "b"}]}) == {
        "organizations[0].parent": "En suivant « parent », on revient au même point."
    }


def test_the_refusal_says_everything_on_a_line_each() -> None:
    with speaking("fr"), pytest.raises(BadProgramme) as refused:
        import_programme({"about": 1, "themes": 2}, SYSTEM)
    assert str(refused.value).replace("\u00a0", " ").splitlines() == [
        "Rien n’a été importé : voici ce qui est à corriger.",
        "about: Un texte est attendu ici.",
        "themes: Une liste est attendue ici.",
    ]


def problems_of(programme: Any) -> dict[str, str]:
    """Place → reason, in ordinary spaces and apostrophes."""
    with speaking("fr"), pytest.raises(BadProgramme) as refused:
        import_programme(programme, SYSTEM)
    return {
        problem.place: problem.reason().replace("\u00a0", " ").replace("’", "'") for problem in refused.value.problems
    }


def rows_written() -> dict[str, int]:
    seeded = {"programme_version", "outbox"}
    tables = [table for table in Base.metadata.sorted_tables if table.name not in seeded]
    counts = {table.name: db.session.scalar(select(func.count()).select_from(table)) for table in tables}
    return {name: count for name, count in counts.items() if count}
