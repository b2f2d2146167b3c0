"""An attestation in words, as its paper says it and as the page that checks it does."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from resal.addresses import path
from resal.documents.attestation import Paper, Row
from resal.language import current, dates, gettext, ngettext, speaking
from resal.language.typography import typo
from resal.models import Attestation, Localized
from resal.queries.network import about
from resal.queries.words import HOME

MOST_DAYS = 12  # more are said by the first and the last


def paper(attestation: Attestation, base_url: str) -> Paper:
    """The paper in the current language. Its facts are those of the day it was issued."""
    facts, spoken = attestation.facts, current()
    title, title_language = Localized(facts["title"]).read(spoken)
    return Paper(
        language=spoken, issuer=Localized(facts["issuer"]).read(spoken).text,
        heading=gettext("Attestation de participation"), given=gettext("On atteste que"), name=attestation.name,
        took_part=_took_part(facts), what=typo(title, title_language or spoken),
        what_language=None if title_language == spoken else title_language, rows=tuple(_rows(facts)),
        number=gettext("Numéro"), code=attestation.code,
        issued=gettext("Délivrée le %(day)s", day=issued_on(attestation)),
        check=gettext("Pour vérifier cette attestation :"),
        url=base_url + path("public.attestation", spoken, code=attestation.code),
        qr_alt=gettext("Code QR qui mène à la page où cette attestation se vérifie"), issued_at=attestation.issued_at,
    )  # fmt: skip


def paper_for_them(attestation: Attestation, base_url: str) -> Paper:
    """The paper in the language of the person it is for."""
    with speaking(attestation.language):
        return paper(attestation, base_url)


def issuer() -> dict[str, str]:
    """Who attests, by language: the network, and who holds it."""
    said = {}
    for language in ("fr", "en"):
        with speaking(language):
            network = about()
            names = dict.fromkeys(part for part in (network.acronym, network.name, network.coordinator) if part)
        said[language] = ", ".join(names)
    return said


def issued_on(attestation: Attestation) -> str:
    """The day it was issued, where the network is."""
    return dates.day_medium(attestation.issued_at.astimezone(ZoneInfo(HOME)).date())


def ended_on(attestation: Attestation) -> str:
    """The day since which it does not hold; nothing while it does."""
    ended = attestation.ended_at
    return dates.day_medium(ended.astimezone(ZoneInfo(HOME)).date()) if ended else ""


def _took_part(facts: dict[str, Any]) -> str:
    return gettext("a participé à la série") if "sessions" in facts else gettext("a participé à la rencontre")


def _rows(facts: dict[str, Any]) -> list[Row]:
    days = [date.fromisoformat(day) for day in facts["days"]]
    rows = [
        Row(gettext("Présence"), _presence(len(days), facts["dates"])),
        Row(gettext("Dates"), _days(days)),
        Row(gettext("Durée"), dates.duration(facts["minutes"]) if facts["minutes"] else ""),
        Row(gettext("Rencontres"), " · ".join(_titles(facts.get("sessions", [])))),
        Row(gettext("Animation"), ", ".join(facts["leaders"])),
    ]
    return [row for row in rows if row.value]


def _presence(came: int, planned: int) -> str:
    """Said only where there were several dates."""
    if planned < 2:
        return ""
    return ngettext("%(came)s date sur %(n)s", "%(came)s dates sur %(n)s", planned, came=came)


def _days(days: Sequence[date]) -> str:
    if len(days) > MOST_DAYS:
        return gettext("du %(first)s au %(last)s", first=dates.day_medium(days[0]), last=dates.day_medium(days[-1]))
    return " · ".join(dates.day_medium(day) for day in days)


def _titles(titles: Sequence[dict[str, str]]) -> list[str]:
    return [typo(text, language or current()) for text, language in (Localized(one).read(current()) for one in titles)]
