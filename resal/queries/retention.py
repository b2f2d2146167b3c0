"""What is kept of people, why and until when, in words: the same on the privacy page and beside one's own data."""

from typing import NamedTuple

from resal.language import gettext, lazy, ngettext
from resal.queries.network import about


class Kept(NamedTuple):
    """A kind of data."""

    what: str
    why: str
    until: str


_WHO = (
    lazy("Nom, courriel, organisme"),
    lazy("Organiser les rencontres où vous vous inscrivez : confirmation, rappel, changements, présence"),
)
_OTHERS = (
    Kept(
        lazy("Ce qui vous aiderait (facultatif)"),
        lazy("Vous accueillir; vu par la coordination seulement"),
        lazy("30 jours après la rencontre"),
    ),
    Kept(
        lazy("Réponses aux questions d'une rencontre"),
        lazy("Ce que dit chaque question, à côté d'elle; une réponse sensible, seulement avec votre accord"),
        lazy("Ce que dit chaque question : 30 jours après la rencontre, ou plus si elle l'annonce"),
    ),
    Kept(
        lazy("Courriel pour les nouvelles (facultatif, case à cocher)"),
        lazy("Vous annoncer les prochaines rencontres, si vous l'avez demandé"),
        lazy("30 jours après que vous vous désabonnez"),
    ),
    Kept(
        lazy("Courriel pour savoir quand vient une rencontre (facultatif)"),
        lazy("Vous écrire quand la date est fixée, puis quand les inscriptions ouvrent"),
        lazy("30 jours après le dernier de ces courriels"),
    ),
    Kept(
        lazy("Attestation de participation, si vous ou la coordination la demandez : nom, rencontre, dates, durée"),
        lazy("Prouver que vous y étiez, aussi quand le reste est effacé"),
        lazy("5 ans après qu'elle est délivrée"),
    ),
    Kept(lazy("Courriels envoyés"), lazy("Savoir s'ils sont partis"), lazy("30 jours")),
    Kept(
        lazy("Liens vers toutes vos places"),
        lazy("Vous laisser entrer sans mot de passe"),
        lazy("30 jours, puis 30 autres pour dire qu'ils ont pris fin"),
    ),
    Kept(
        lazy("Nom et rôle des personnes qui animent"),
        lazy("Les présenter et leur donner le crédit de leur travail"),
        lazy("Tant que la rencontre est publiée"),
    ),
)


def kept() -> list[Kept]:
    """Every kind, in the current language."""
    months = about().retention_months
    after = ngettext("%(n)s mois après votre dernière rencontre", "%(n)s mois après votre dernière rencontre", months)
    who = Kept(gettext(_WHO[0]), gettext(_WHO[1]), after)
    return [who, *(Kept(*(gettext(words) for words in one)) for one in _OTHERS)]
