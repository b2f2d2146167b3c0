"""What a letter adds at its end: what to do with the calendar, where the link is, who registered whom."""

from resal.language import gettext, ngettext
from resal.letters import invitations
from resal.letters.facts import Facts


def of(kind: str, facts: Facts) -> list[str]:
    """What to do with the calendar, and where the link to take part is."""
    calendar = facts.get("calendar")
    attached = {
        invitations.REQUEST: gettext("L'invitation pour votre agenda est jointe."),
        invitations.PUBLISH: gettext("Les dates pour votre agenda sont jointes."),
        invitations.CANCEL: gettext("L'annulation pour votre agenda est jointe."),
        invitations.DECLINE: gettext("L'annulation pour votre agenda est jointe."),
    }
    if kind == "series_cancelled":
        attached[invitations.PUBLISH] = gettext("Les annulations pour votre agenda sont jointes.")
    notes = [attached[calendar]] if calendar else []
    if facts.get("by_colleague"):
        notes[:0] = _by_colleague(facts)
    if facts.get("in_series"):
        notes.insert(0, gettext("C'est que vous venez à toute la série « %(series)s ».", series=facts["in_series"]))
    if kind == "series_left" and not calendar and any(one["when"] for one in facts["sessions"]):
        notes.append(gettext("Pensez à retirer ces dates de votre agenda."))
    if kind == "withdrawn" and not calendar and facts["day"] and facts["left"] == "confirmed":
        notes.append(gettext("Pensez à retirer ces dates de votre agenda."))
    if facts.get("online"):
        notes.append(_link(facts.get("link_from", "")))
    return notes


def _by_colleague(facts: Facts) -> list[str]:
    """Whoever did not register themself is told so, and how to undo it."""
    told = [
        gettext(
            "Quelqu'un de votre milieu vous inscrit, et ne voit ni ce courriel ni la page de votre place. "
            "Ce n'est pas pour vous? Retirez-vous : c'est aussitôt fait."
        )
    ]
    if facts["waits_with"]:
        told.append(_together(facts["waits_with"]))
    if facts["to_answer"]:
        told.append(gettext("Cette rencontre pose des questions : répondez-y de la page de votre place."))
    return told


def _together(others: int) -> str:
    return ngettext(
        "Vous attendez avec une autre personne : des places sont à vous quand il y en a une pour chacune. "
        "Vous pouvez attendre à part, de la page de votre place.",
        "Vous attendez avec %(n)s autres personnes : des places sont à vous quand il y en a une pour chacune. "
        "Vous pouvez attendre à part, de la page de votre place.", others,
    )  # fmt: skip


def _link(shown_from: str) -> str:
    if shown_from:
        return gettext("Le lien pour participer sera sur la page de votre place %(moment)s.", moment=shown_from)
    return gettext("Le lien pour participer est sur la page de votre place.")
