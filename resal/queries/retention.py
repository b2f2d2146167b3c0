"""What is kept of people, why and until when, in words: the same on the privacy page and beside one's own data."""

from typing import NamedTuple

from resal.language import gettext, ngettext
from resal.queries.network import about


class Kept(NamedTuple):
    """A kind of data."""

    what: str
    why: str
    until: str


def kept() -> list[Kept]:
    """Every kind, in the current language."""
    months = about().retention_months
    after = ngettext("%(n)s mois après votre dernière rencontre", "%(n)s mois après votre dernière rencontre", months)
    return [
        Kept(
            gettext("Nom, courriel, organisme"),
            gettext("Organiser les rencontres où vous vous inscrivez : confirmation, rappel, changements, présence"),
            after,
        ),
        Kept(
            gettext("Ce qui vous aiderait (facultatif)"),
            gettext("Vous accueillir; vu par la coordination seulement"),
            gettext("30 jours après la rencontre"),
        ),
        Kept(
            gettext("Réponses aux questions d'une rencontre"),
            gettext("Ce que dit chaque question, à côté d'elle; une réponse sensible, seulement avec votre accord"),
            gettext("Ce que dit chaque question : 30 jours après la rencontre, ou plus si elle l'annonce"),
        ),
        Kept(
            gettext("Courriel pour les nouvelles (facultatif, case à cocher)"),
            gettext("Vous annoncer les prochaines rencontres, si vous l'avez demandé"),
            gettext("30 jours après que vous vous désabonnez"),
        ),
        Kept(
            gettext("Courriel pour savoir quand vient une rencontre (facultatif)"),
            gettext("Vous écrire quand la date est fixée, puis quand les inscriptions ouvrent"),
            gettext("30 jours après le dernier de ces courriels"),
        ),
        Kept(
            gettext(
                "Attestation de participation, si vous ou la coordination la demandez : nom, rencontre, dates, durée"
            ),
            gettext("Prouver que vous y étiez, aussi quand le reste est effacé"),
            gettext("5 ans après qu'elle est délivrée"),
        ),
        Kept(gettext("Courriels envoyés"), gettext("Savoir s'ils sont partis"), gettext("30 jours")),
        Kept(
            gettext("Liens vers toutes vos places"),
            gettext("Vous laisser entrer sans mot de passe"),
            gettext("30 jours, puis 30 autres pour dire qu'ils ont pris fin"),
        ),
        Kept(
            gettext("Nom et rôle des personnes qui animent"),
            gettext("Les présenter et leur donner le crédit de leur travail"),
            gettext("Tant que la rencontre est publiée"),
        ),
    ]
