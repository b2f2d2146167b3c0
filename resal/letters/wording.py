"""What templates are given: a letter's facts as rows, links and a foot, in the current language."""

from dataclasses import dataclass
from typing import Any

from resal.language import current, gettext, html_lang, lazy, ngettext, ordinal
from resal.letters import notes
from resal.letters.facts import Facts
from resal.letters.links import links
from resal.letters.occasions import Difference, summary
from resal.letters.stationery import Stationery
from resal.models import Letter
from resal.queries.words import way

DISCREET = {
    "moved": lazy("Changement : votre activité du %(day)s"),
    "cancelled": lazy("Annulée : votre activité du %(day)s"),
    "restored": lazy("Rétablie : votre activité du %(day)s"),
    "changed": lazy("Changement : votre activité du %(day)s"),
}
_FIXED = lazy("Date fixée : votre activité du %(day)s")
WHY = {
    "sign_in": lazy("Vous recevez ce courriel parce que cette adresse est celle d'une personne de l'équipe."),
    "space_link": lazy("Vous recevez ce courriel parce que quelqu'un a demandé ce lien pour cette adresse."),
    "address_confirm": lazy(
        "Vous recevez ce courriel parce que quelqu'un a donné cette adresse pour ses inscriptions."
    ),
    "address_asked": lazy("Vous recevez ce courriel parce que cette adresse est celle de vos inscriptions."),
    "erased": lazy("Vous recevez ce courriel, le dernier, parce que cette adresse était celle de vos inscriptions."),
    "dated": lazy("Vous recevez ce courriel parce que vous avez demandé à savoir quand vient cette rencontre."),
    "opened": lazy("Vous recevez ce courriel parce que vous avez demandé à savoir quand vient cette rencontre."),
    "announced": lazy("Vous recevez ce courriel parce que vous avez demandé des nouvelles de nos rencontres."),
}
_OF_THE_SERIES = lazy("Vous recevez ce courriel parce que cette adresse a servi à s'inscrire dans cette série.")
_REGISTERED = lazy("Vous recevez ce courriel parce que cette adresse a servi à s'inscrire à cette rencontre.")
_BY_A_COLLEAGUE = lazy(
    "Vous recevez ce courriel parce que quelqu'un a donné cette adresse pour vous inscrire à cette rencontre."
)
_LEADS = lazy("Vous recevez ce courriel parce que vous animez une partie de cette rencontre.")


@dataclass(frozen=True)
class Row:
    """A fact: its label, and one line or several; `lang` when they are in another language."""

    label: str
    lines: list[str]
    lang: str | None = None


def context(letter: Letter, stationery: Stationery, masked: bool) -> dict[str, Any]:
    """All that the templates of a letter may use: its facts, what they say in words, and its links."""
    return {**said(letter), "links": links(letter, stationery, masked)}


def said(letter: Letter) -> dict[str, Any]:
    """Its facts, and these: nothing is asked of the database."""
    facts = letter.facts
    return {
        **facts,
        "html_lang": html_lang(current()),
        "what": _what(facts),
        "discreet_subject": _discreet_subject(letter),
        "place": _place(facts),
        "also_leads": facts.get("also_leads", False),
        "rank": ordinal(facts["position"]) if facts.get("position") else "",
        "lasts": _lasts(facts.get("minutes", 0)),
        "rows": _rows(letter.kind, facts),
        "notes": notes.of(letter.kind, facts),
        "change": (facts.get("before") or {}).get("changed"),
        "ways": _ways(facts),
        "summary": summary(Difference(**one) for one in facts.get("dates") or ()),
        "why": gettext(_LEADS if facts.get("leads") else WHY.get(letter.kind, _whom(facts))),
        "foot": _foot(facts["network"]),
    }


def _what(facts: Facts) -> str:
    """The session as a subject names it: title and moment."""
    return ", ".join(part for part in (facts.get("title"), facts.get("moment")) if part)


def _discreet_subject(letter: Letter) -> str:
    """For a confidential session, a subject that tells a passer-by nothing; else nothing."""
    if not letter.facts.get("discreet"):
        return ""
    if not letter.facts["day"]:
        return gettext("Votre activité")
    words = DISCREET.get(letter.kind, lazy("Votre activité du %(day)s"))
    words = _FIXED if (letter.facts.get("before") or {}).get("changed") == "fixed" else words
    return gettext(words, day=letter.facts["day"])


def _place(facts: Facts) -> str:
    """How the reader stands, when something else is the news."""
    places = {
        "confirmed": gettext("Votre place tient toujours."),
        "offered": gettext("Une place vous est toujours offerte : répondez sur sa page."),
        "waiting": gettext("Vous gardez votre rang sur la liste d'attente."),
        "requested": gettext("Votre demande tient toujours : la coordination vous répond par courriel."),
    }
    return places.get(facts.get("state", ""), "")


def _lasts(minutes: int) -> str:
    if minutes < 120:
        return ngettext("%(n)s minute", "%(n)s minutes", minutes)
    return ngettext("%(n)s heure", "%(n)s heures", minutes // 60)


def _rows(kind: str, facts: Facts) -> list[Row]:
    if "title" not in facts:
        return []
    if "attestation" in facts:
        return _attestation(facts)
    if "correction" in facts:
        return _correction(facts)
    if "sessions" in facts:
        return _sessions(kind, facts["sessions"])
    title = Row(gettext("Rencontre :"), [facts["title"]], facts["title_lang"])
    if kind in ("declined", "cancelled", "withdrawn", "address_changed", "lapsed", "merged"):
        return _told([_when(kind, facts), title])
    if kind == "changed":
        return _told([*_changed(facts), title, _when(kind, facts)])
    where = Row(gettext("Où :"), [", ".join(facts["where"])])
    if facts.get("dates"):
        return _told([*_dates(facts["dates"]), where, title, *_details(facts)])
    before = Row(gettext("Avant :"), _before(facts["before"]))
    return _told([_when(kind, facts), where, before, title, *_details(facts)])


def _whom(facts: Facts) -> str:
    if facts.get("by_colleague"):
        return _BY_A_COLLEAGUE
    of_series = "sessions" in facts or facts.get("of_series") or facts.get("in_series")
    return _OF_THE_SERIES if of_series else _REGISTERED


def _attestation(facts: Facts) -> list[Row]:
    """Its number, what it is for, and why it was taken back."""
    label = gettext("Série :") if facts["of_series"] else gettext("Rencontre :")
    title = Row(label, [facts["title"]], facts["title_lang"])
    return _told([Row(gettext("Numéro :"), [facts["code"]]), title, Row(gettext("Raison :"), [facts["reason"]])])


def _correction(facts: Facts) -> list[Row]:
    """The date, what is noted of it now, and why it was not corrected."""
    title = Row(gettext("Rencontre :"), [facts["title"]], facts["title_lang"])
    day, noted = Row(gettext("Date :"), [facts["of_day"]]), Row(gettext("Noté :"), [facts["noted"]])
    return _told([title, day, noted, Row(gettext("Raison :"), [facts["reason"]])])


def _dates(differences: list[Facts]) -> list[Row]:
    """What becomes of each date, when one of several changes."""
    moved = [
        gettext("%(now)s (avant : %(before)s)", now=one["after"], before=one["before"])
        for one in differences
        if one["kind"] == "moved"
    ]
    return [
        Row(gettext("Déplacé :"), moved),
        Row(gettext("Annulé :"), [one["before"] for one in differences if one["kind"] == "removed"]),
        Row(gettext("Ajouté :"), [one["after"] for one in differences if one["kind"] == "new"]),
        Row(gettext("Sans changement :"), [one["after"] for one in differences if one["kind"] == "kept"]),
    ]


def _changed(facts: Facts) -> list[Row]:
    """What changed in the agenda, a row for each kind of change."""
    changes = facts["changes"]
    return [Row(gettext("%(label)s :", label=one["heading"]), one["lines"], one["lang"]) for one in changes]


def _sessions(kind: str, sessions: list[Facts]) -> list[Row]:
    """A row for each session of a letter about several."""
    return _told([Row(gettext("%(label)s :", label=one["title"]), _session(kind, one)) for one in sessions])


def _session(kind: str, one: Facts) -> list[str]:
    if kind in ("series_cancelled", "series_left"):
        return [*one["when"]]
    before = [gettext("Avant : %(then)s", then=line) for line in one["before"] if line]
    link = gettext("Le lien pour participer a changé") if one["link_changed"] else ""
    return [*one["when"], ", ".join(one["where"]), *before, link, _stands(one)]


def _stands(one: Facts) -> str:
    """How the reader stands there, when it is not simply with a seat."""
    if one["position"]:
        return gettext("Liste d'attente : vous êtes %(place)s", place=ordinal(one["position"]))
    stands = {
        "requested": gettext("Demande reçue : la coordination vous répond par courriel"),
        "offered": gettext("Place offerte : répondez sur sa page"),
    }
    return stands.get(one["state"], "")


def _when(kind: str, facts: Facts) -> Row:
    label = gettext("C'était prévu :") if kind == "cancelled" else gettext("Quand :")
    return Row(label, facts["when"])


def _before(before: Facts | None) -> list[str]:
    """What the change replaced: the dates, or the place; a link is a secret and is not told."""
    if before is None:
        return []
    when, where = before["when"], [", ".join(before["where"])]
    told: dict[str, list[str]] = {"date": when, "hours": when, "fixed": [], "place": where, "way": where, "link": []}
    return told[before["changed"]]


def _ways(facts: Facts) -> tuple[str, str] | None:
    """How people meet, before and now, when that changed: « En personne », « En ligne »."""
    before, now = (facts.get("before") or {}).get("mode"), facts.get("mode")
    if before is None or now is None or before == now:
        return None
    return (way(before), way(now))


def _details(facts: Facts) -> list[Row]:
    access, access_lang = facts.get("access", ("", None))
    instructions, instructions_lang = facts.get("instructions", ("", None))
    return [
        Row(gettext("Inscription :"), [_opening(facts)]),
        Row(gettext("Langue :"), [facts["languages"]]),
        Row(gettext("Accès :"), access.split("\n"), access_lang),
        Row(gettext("À savoir :"), instructions.split("\n"), instructions_lang),
        Row(gettext("Référence :"), [facts["reference"]]),
    ]


def _opening(facts: Facts) -> str:
    return gettext("dès le %(moment)s", moment=facts["opens"]) if facts.get("opens") else ""


def _told(rows: list[Row]) -> list[Row]:
    """Without the lines, and then the rows, that say nothing."""
    kept = [Row(row.label, [line for line in row.lines if line.strip()], row.lang) for row in rows]
    return [row for row in kept if row.lines]


def _foot(network: Facts) -> list[str]:
    """Whom to ask, and who writes."""
    ways = {"email": network["email"], "phone": network["phone"]}
    ask = ""
    if network["email"] and network["phone"]:
        ask = gettext("Une question? Écrivez à %(email)s ou appelez au %(phone)s.", **ways)
    elif network["email"] or network["phone"]:
        ask = gettext("Une question? La coordination : %(way)s", way=network["email"] or network["phone"])
    names = dict.fromkeys(part for part in (network["acronym"], network["name"]) if part)
    return [line for line in (ask, ", ".join(names), network["postal_address"]) if line]
