"""Every address of the site, in both languages: the one table that routes and links are made from.

French at the root, English under /en/ with translated words (the public contract). `path` fills
an address without asking the web framework, so letters and calendars make the same links.
"""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from resal.language.typography import fold

# name: (French pattern, English pattern); converters are werkzeug's
PAGES: dict[str, tuple[str, str]] = {
    "public.home": ("/", "/en/"),
    "public.past": ("/rencontres/passees", "/en/sessions/past"),
    "public.session": ("/rencontres/<int:id>-<slug>", "/en/sessions/<int:id>-<slug>"),
    "public.session_short": ("/rencontres/<int:id>", "/en/sessions/<int:id>"),
    "public.agenda": ("/rencontres/<int:id>/deroulement", "/en/sessions/<int:id>/agenda"),
    "public.month": ("/calendrier/<int:year>/<int:month>", "/en/calendar/<int:year>/<int:month>"),
    "public.subscribe": ("/calendrier/abonnement", "/en/calendar/subscribe"),
    "public.series": ("/series/<int:id>-<slug>", "/en/series/<int:id>-<slug>"),
    "public.series_short": ("/series/<int:id>", "/en/series/<int:id>"),
    "public.takeaways": ("/apprentissages", "/en/takeaways"),
    "public.takeaway": ("/apprentissages/<int:id>", "/en/takeaways/<int:id>"),
    "public.theme": ("/apprentissages/theme/<slug>", "/en/takeaways/theme/<slug>"),
    "public.network": ("/reseau", "/en/network"),
    "public.facilitator": ("/reseau/animation/<int:id>-<slug>", "/en/network/facilitators/<int:id>-<slug>"),
    "public.organization": ("/reseau/organismes/<int:id>-<slug>", "/en/network/organizations/<int:id>-<slug>"),
    "public.privacy": ("/vie-privee", "/en/privacy"),
    "public.accessibility": ("/accessibilite", "/en/accessibility"),
    "public.help": ("/aide", "/en/help"),
    "public.contact": ("/nous-ecrire", "/en/contact"),
    "registration.form": ("/rencontres/<int:id>/inscription", "/en/sessions/<int:id>/registration"),
    "registration.several": (
        "/rencontres/<int:id>/inscription/plusieurs",
        "/en/sessions/<int:id>/registration/several",
    ),
    "registration.several_receipt": ("/inscription/plusieurs/<token>", "/en/registration/several/<token>"),
    "registration.seat": ("/inscription/<token>", "/en/registration/<token>"),
    "registration.change": ("/inscription/<token>/modifier", "/en/registration/<token>/change"),
    "registration.cancel": ("/inscription/<token>/annuler", "/en/registration/<token>/cancel"),
    "registration.take": ("/inscription/<token>/prendre", "/en/registration/<token>/take"),
    "registration.alone": ("/inscription/<token>/attendre-a-part", "/en/registration/<token>/wait-alone"),
    "registration.undo": ("/inscription/<token>/retablir", "/en/registration/<token>/undo"),
    "registration.calendar": ("/inscription/<token>/agenda.ics", "/en/registration/<token>/calendar.ics"),
    "registration.attestation": ("/inscription/<token>/attestation.pdf", "/en/registration/<token>/certificate.pdf"),
    "registration.feed": ("/inscription/<token>/calendrier", "/en/registration/<token>/feed"),
    "registration.correction": ("/inscription/<token>/correction", "/en/registration/<token>/correction"),
    "registration.arrival": ("/inscription/<token>/arrivee", "/en/registration/<token>/arrival"),
    "public.attestation": ("/v/<code>", "/en/v/<code>"),
    "arrival.here": ("/p/<code>", "/en/p/<code>"),
    "arrival.come_in": ("/p/<code>/bienvenue", "/en/p/<code>/welcome"),
    "interest.form": ("/me-prevenir", "/en/notify-me"),
    "interest.session": ("/rencontres/<int:id>/me-prevenir", "/en/sessions/<int:id>/notify-me"),
    "interest.manage": ("/desabonnement/<token>", "/en/unsubscribe/<token>"),
    "registration.series_form": ("/series/<int:id>/inscription", "/en/series/<int:id>/registration"),
    "registration.series_seat": ("/inscription/serie/<token>", "/en/registration/series/<token>"),
    "registration.series_place": (
        "/inscription/serie/<token>/rencontres/<int:id>",
        "/en/registration/series/<token>/sessions/<int:id>",
    ),
    "registration.series_leave": ("/inscription/serie/<token>/quitter", "/en/registration/series/<token>/leave"),
    "account.sign_in": ("/connexion", "/en/sign-in"),
    "account.link": ("/connexion/<token>", "/en/sign-in/<token>"),
    "account.sign_out": ("/deconnexion", "/en/sign-out"),
    "space.ask": ("/moi", "/en/me"),
    "space.home": ("/moi/<token>", "/en/me/<token>"),
    "space.feed": ("/moi/<token>/calendrier", "/en/me/<token>/feed"),
    "space.email": ("/moi/<token>/courriel", "/en/me/<token>/email"),
    "space.address": ("/moi/adresse/<token>", "/en/me/address/<token>"),
    "space.consents": ("/moi/<token>/accords", "/en/me/<token>/consents"),
    "space.data": ("/moi/<token>/donnees", "/en/me/<token>/data"),
    "space.file": ("/moi/<token>/donnees.json", "/en/me/<token>/data.json"),
    "space.details": ("/moi/<token>/renseignements", "/en/me/<token>/details"),
    "space.erase": ("/moi/<token>/effacer", "/en/me/<token>/erase"),
    "space.close": ("/moi/<token>/fermer", "/en/me/<token>/close"),
    "space.renew": ("/moi/<token>/nouveau-lien", "/en/me/<token>/new-link"),
    "feeds.all": ("/calendrier.ics", "/en/calendar.ics"),
    "feeds.series": ("/series/<int:id>.ics", "/en/series/<int:id>.ics"),
    "feeds.theme": ("/themes/<int:id>.ics", "/en/themes/<int:id>.ics"),
    "feeds.facilitator": ("/reseau/animation/<int:id>.ics", "/en/network/facilitators/<int:id>.ics"),
    "feeds.organization": ("/reseau/organismes/<int:id>.ics", "/en/network/organizations/<int:id>.ics"),
    "feeds.session": ("/rencontres/<int:id>.ics", "/en/sessions/<int:id>.ics"),
    "feeds.participant": ("/moi/<token>.ics", "/en/me/<token>.ics"),
}
# name: pattern; pages of the team have one address, in the reader's language; machines too
SINGLE: dict[str, str] = {
    "coordination.home": "/coordination",
    "coordination.sessions": "/coordination/rencontres",
    "coordination.week": "/coordination/semaine",
    "coordination.month": "/coordination/mois",
    "coordination.new_session": "/coordination/rencontres/nouvelle",
    "coordination.session": "/coordination/rencontres/<int:id>",
    "coordination.edit": "/coordination/rencontres/<int:id>/modifier",
    "coordination.ties": "/coordination/rencontres/<int:id>/editions-et-suites",
    "coordination.documents": "/coordination/rencontres/<int:id>/documents",
    "coordination.questions": "/coordination/rencontres/<int:id>/questions",
    "coordination.question": "/coordination/rencontres/<int:id>/questions/<number>",
    "coordination.answers": "/coordination/rencontres/<int:id>/reponses",
    "coordination.publish": "/coordination/rencontres/<int:id>/publier",
    "coordination.plan": "/coordination/rencontres/<int:id>/publier-plus-tard",
    "coordination.unpublish": "/coordination/rencontres/<int:id>/retirer",
    "coordination.move": "/coordination/rencontres/<int:id>/deplacer",
    "coordination.cancel": "/coordination/rencontres/<int:id>/annuler",
    "coordination.series_change": "/coordination/rencontres/<int:id>/serie",
    "coordination.series_cancel": "/coordination/rencontres/<int:id>/serie/annuler",
    "coordination.announcement": "/coordination/annonces/<int:id>",
    "coordination.restore": "/coordination/rencontres/<int:id>/retablir",
    "coordination.delete": "/coordination/rencontres/<int:id>/supprimer",
    "coordination.duplicate": "/coordination/rencontres/<int:id>/nouvelle-edition",
    "coordination.follow": "/coordination/rencontres/<int:id>/cercle",
    "coordination.agenda": "/coordination/rencontres/<int:id>/deroulement",
    "coordination.changes": "/coordination/rencontres/<int:id>/changements",
    "coordination.registrations": "/coordination/rencontres/<int:id>/inscriptions",
    "coordination.invitations": "/coordination/rencontres/<int:id>/invitations",
    "coordination.add_registration": "/coordination/rencontres/<int:id>/inscriptions/ajouter",
    "coordination.roster_file": "/coordination/rencontres/<int:id>/inscriptions/fichier",
    "coordination.roster_sheet": "/coordination/rencontres/<int:id>/inscriptions/imprimer",
    "coordination.move_registration": "/coordination/inscriptions/<int:id>",
    "coordination.correct_registration": "/coordination/inscriptions/<int:id>/corriger",
    "coordination.attendance": "/coordination/rencontres/<int:id>/presences",
    "coordination.mark": "/coordination/presences/<int:registration_id>/<int:meeting_id>",
    "coordination.part": "/coordination/presences/<int:registration_id>/<int:meeting_id>/duree",
    "coordination.walk_in": "/coordination/rencontres/<int:id>/presences/ajouter",
    "coordination.attendance_sheet": "/coordination/rencontres/<int:id>/presences/feuille",
    "coordination.wall": "/coordination/rencontres/<int:id>/presences/affiche",
    "coordination.correction": "/coordination/corrections/<int:id>",
    "coordination.sign_in_sheet": "/coordination/rencontres/<int:id>/presences/feuille.pdf",
    "coordination.sheet_taken_in": "/coordination/rencontres/<int:id>/presences/papier",
    "coordination.close_attendance": "/coordination/rencontres/<int:id>/presences/terminer",
    "coordination.estimate": "/coordination/rencontres/<int:id>/presences/estimation",
    "coordination.attestations": "/coordination/rencontres/<int:id>/attestations",
    "coordination.attestations_zip": "/coordination/rencontres/<int:id>/attestations.zip",
    "coordination.attestation": "/coordination/attestations/<int:id>",
    "coordination.attestation_pdf": "/coordination/attestations/<int:id>.pdf",
    "coordination.capture": "/coordination/rencontres/<int:id>/apprentissages",
    "coordination.publish_takeaways": "/coordination/rencontres/<int:id>/apprentissages/publier",
    "coordination.takeaways": "/coordination/apprentissages",
    "coordination.takeaway": "/coordination/apprentissages/<int:id>",
    "coordination.next_step": "/coordination/suites/<int:id>",
    "coordination.demand": "/coordination/demande",
    "coordination.network": "/coordination/reseau",
    "coordination.doubles": "/coordination/doublons",
    "coordination.doubles_of": "/coordination/doublons/<kind>/<int:id>",
    "coordination.merge": "/coordination/doublons/<kind>/<int:kept>/<int:gone>",
    "coordination.merged": "/coordination/fusions/<int:id>",
    "coordination.series": "/coordination/series",
    "coordination.series_edit": "/coordination/series/<id>",
    "coordination.series_order": "/coordination/series/<int:id>/ordre",
    "coordination.series_attestations": "/coordination/series/<int:id>/attestations",
    "coordination.series_attestations_zip": "/coordination/series/<int:id>/attestations.zip",
    "coordination.themes": "/coordination/themes",
    "coordination.theme_edit": "/coordination/themes/<id>",
    "coordination.facilitator_edit": "/coordination/animation/<id>",
    "coordination.organization_edit": "/coordination/organismes/<id>",
    "coordination.venue_edit": "/coordination/lieux/<id>",
    "coordination.letters": "/coordination/lettres",
    "coordination.letter": "/coordination/lettres/<int:id>",
    "coordination.team": "/coordination/equipe",
    "coordination.member": "/coordination/equipe/<int:id>",
    "coordination.settings": "/coordination/reglages",
    "coordination.journal": "/coordination/journal",
    "coordination.clear_example": "/coordination/exemple/effacer",
    "machines.static": "/static/<path:filename>",
    "machines.health": "/healthz",
    "machines.ready": "/readyz",
    "machines.robots": "/robots.txt",
    "machines.security": "/.well-known/security.txt",
}
FILTERS = {"theme": ("theme", "theme"), "series": ("serie", "series"), "language": ("langue", "language")}
LONGEST_SLUG = 60
_PLACE = re.compile(r"<(?:\w+:)?(\w+)>")


def pattern(name: str, language: str) -> str:
    """The route of a page in a language. Raises KeyError for a page nobody declared."""
    return SINGLE[name] if name in SINGLE else PAGES[name][0 if language == "fr" else 1]


def path(name: str, language: str, /, query: Mapping[str, Any] | None = None, **values: Any) -> str:
    """The path of a page: placeholders filled and quoted, then `query` (empty values dropped)."""
    filled = _PLACE.sub(lambda place: quote(str(values[place[1]]), safe=""), pattern(name, language))
    asked = {key: value for key, value in (query or {}).items() if value not in (None, "")}
    return f"{filled}?{urlencode(asked)}" if asked else filled


def slug(text: str) -> str:
    """What an address shows of a title: `prevention-de-la-haine-en-ligne`, never empty."""
    whole = "-".join(re.findall(r"[a-z0-9]+", fold(text)))
    short = whole if len(whole) <= LONGEST_SLUG else whole[: LONGEST_SLUG + 1].rpartition("-")[0]
    return short or whole[:LONGEST_SLUG] or "-"
