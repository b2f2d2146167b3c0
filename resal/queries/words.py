"""Words for the codes that tables keep: kinds, modes, roles, states, parts of a day."""

from resal.language import gettext, lazy

SESSION_KINDS = {
    "training": lazy("Formation"),
    "workshop": lazy("Atelier"),
    "clinical supervision": lazy("Supervision clinique"),
    "seminar": lazy("Séminaire"),
    "network day": lazy("Journée de réseau"),
    "webinar": lazy("Webinaire"),
    "conference": lazy("Colloque"),
    "general meeting": lazy("Assemblée générale"),
    "other": lazy("Autre rencontre"),
}
MODES = {
    "in person": lazy("En personne"),
    "online": lazy("En ligne"),
    "hybrid": lazy("En personne ou en ligne"),
}
WAYS = {**MODES, "": lazy("À préciser")}
ROLES = {
    "facilitator": lazy("Animation"),
    "co-facilitator": lazy("Coanimation"),
    "moderator": lazy("Modération"),
    "speaker": lazy("Prise de parole"),
    "keynote": lazy("Conférence"),
    "host organization": lazy("Organisme hôte"),
}
AGENDA_ROLES = {
    "keynote": lazy("Conférence"),
    "speaker": lazy("Prise de parole"),
    "panelist": lazy("Panel"),
    "facilitator": lazy("Animation"),
    "co-facilitator": lazy("Coanimation"),
    "moderator": lazy("Modération"),
}
# other words people write before a name, folded
AGENDA_ROLE_WORDS = {
    "keynote": (
        "keynote",
        "keynote speaker",
        "conference",
        "conferencier",
        "conferenciere",
        "conference d'ouverture",
        "conference de cloture",
        "opening talk",
        "closing talk",
        "opening keynote",
        "closing keynote",
    ),
    "speaker": ("speaker", "speakers", "avec", "with", "presentation", "intervenant", "intervenante"),
    "panelist": ("panel", "panelist", "panelists", "paneliste", "panelistes"),
    "facilitator": ("facilitator", "facilitation", "animateur", "animatrice"),
    "co-facilitator": ("co-facilitator", "co-facilitation", "co-animation"),
    "moderator": ("moderator", "moderation", "moderateur", "moderatrice"),
}
PARTS = {
    "morning": lazy("Matin"),
    "afternoon": lazy("Après-midi"),
    "evening": lazy("Soirée"),
    "all day": lazy("Toute la journée"),
}
TAKEAWAY_KINDS = {
    "highlight": lazy("Fait saillant"),
    "finding": lazy("Constat"),
    "practice": lazy("Pratique"),
    "tool": lazy("Outil"),
    "figure": lazy("Chiffre"),
    "question": lazy("Question"),
}
TAKEAWAY_KINDS_PLURAL = {
    "highlight": lazy("Faits saillants"),
    "finding": lazy("Constats"),
    "practice": lazy("Pratiques"),
    "tool": lazy("Outils"),
    "figure": lazy("Chiffres"),
    "question": lazy("Questions"),
}
STEP_STATES = {
    "proposed": lazy("Proposée"),
    "agreed": lazy("Convenue"),
    "under way": lazy("En cours"),
    "done": lazy("Faite"),
    "dropped": lazy("Abandonnée"),
}
REGISTRATION_STATES = {
    "requested": lazy("Demandée"),
    "confirmed": lazy("Confirmée"),
    "waiting": lazy("En attente"),
    "offered": lazy("Place offerte"),
    "declined": lazy("Refusée"),
    "withdrawn": lazy("Désistement"),
    "cancelled": lazy("Annulée"),
    "lapsed": lazy("Offre échue"),
    "merged": lazy("Réunie à une autre"),
}
POLICIES = {
    "open": lazy("Ouverte à tout le monde"),
    "approval": lazy("Sur approbation"),
    "invitation": lazy("Sur invitation"),
    "closed": lazy("Fermée"),
    "none": lazy("Sans inscription"),
}
VISIBILITIES = {
    "public": lazy("Publique"),
    "unlisted": lazy("Par lien seulement"),
    "confidential": lazy("Confidentielle"),
}
RESOURCE_AUDIENCES = {
    "everyone": lazy("Tout le monde"),
    "registered": lazy("Les personnes inscrites"),
    "present": lazy("Les personnes venues"),
}
RESOURCE_KINDS = (
    lazy("Diaporama"), lazy("Guide"), lazy("Fiche"), lazy("Article"), lazy("Rapport"), lazy("Enregistrement"),
    lazy("Formulaire"), lazy("Site web"),
)  # fmt: skip
LANGUAGES = {"fr": lazy("En français"), "en": lazy("En anglais"), "es": lazy("En espagnol")}
HOME = "America/Toronto"  # where the network and its readers are
# The zones a meeting may be given: those from which people of the network take part.
ZONES = {
    "America/Toronto": lazy("Montréal"),
    "America/Halifax": lazy("Halifax"),
    "America/St_Johns": lazy("Saint-Jean, à Terre-Neuve"),
    "America/Winnipeg": lazy("Winnipeg"),
    "America/Edmonton": lazy("Edmonton"),
    "America/Vancouver": lazy("Vancouver"),
    "Europe/Paris": lazy("Paris"),
    "UTC": lazy("Temps universel"),
}
_HOURS_OF = {
    "America/Toronto": lazy("heure de Montréal"),
    "America/St_Johns": lazy("heure de Terre-Neuve"),
    "America/Edmonton": lazy("heure d'Edmonton"),
    "UTC": lazy("temps universel"),
}
ACCOUNT_ROLES = {
    "coordinator": lazy("Coordination"),
    "host": lazy("À l'accueil"),
    "reader": lazy("Lecture"),
}


def word(words: dict[str, str], code: str | None, language: str | None = None) -> str:
    """The word for a code in a language; a code nobody named is shown as it is."""
    if not code:
        return ""
    return gettext(words[code], language) if code in words else code


def resource_kinds() -> list[str]:
    """Words to suggest for what a document is; any other may be written."""
    return [gettext(kind) for kind in RESOURCE_KINDS]


def way(mode: str | None) -> str:
    """How people meet, in words, even while that is not settled."""
    return word(MODES, mode) or gettext("À préciser")


def zone_name(zone: str, language: str | None = None) -> str:
    """The place a time zone is called after: « Montréal », « Buenos Aires »."""
    return gettext(ZONES[zone], language) if zone in ZONES else zone.rpartition("/")[2].replace("_", " ")


def hours_of(zone: str, language: str | None = None) -> str:
    """Whose hours these are: « heure de Vancouver »."""
    if zone in _HOURS_OF:
        return gettext(_HOURS_OF[zone], language)
    return gettext("heure de %(place)s", language, place=zone_name(zone, language))


def in_zone(hours: str, zone: str, of_session: str) -> str:
    """Hours, and whose they are where they could be taken for those of Montréal or of the session."""
    return f"{hours}, {hours_of(zone)}" if hours and not zone == of_session == HOME else hours


def session_languages(codes: list[str], language: str | None = None) -> str:
    """« En français », « En français et en anglais »."""
    names = [word(LANGUAGES, code, language) for code in codes]
    if len(names) < 2:
        return "".join(names)
    last = names[-1][:1].lower() + names[-1][1:]
    return gettext("%(first)s et %(last)s", language, first=", ".join(names[:-1]), last=last)
