"""Letters about an attestation that was taken back, or made again."""

from datetime import timedelta

import factories
from letter_ground import NOW, TEAM, a_session, last_letter

from resal.actions import attending, certifying
from resal.actions.people import find
from resal.db import db
from resal.models import Attestation, Letter, localized
from resal.queries.attestation_rules import Rule


def attestation_revoked(language: str, **columns: object) -> Letter:
    certifying.revoke(_issued(language, **columns), "Cette présence était celle d'une autre personne.", TEAM)
    return last_letter("attestation_revoked")


def attestation_revoked_of_a_series(language: str) -> Letter:
    series = factories.a_series(attestation_rule=Rule("series").stored())
    series.title = localized({"fr": "Cycle d'automne", "en": "Fall cycle"})
    db.session.commit()
    return attestation_revoked(language, series=series)


def attestation_reissued(language: str) -> Letter:
    certifying.reissue(_issued(language), "Samir Haddad-Roy", TEAM)
    return last_letter("attestation_reissued")


def _issued(language: str, **columns: object) -> Attestation:
    session = a_session(starts_in=-timedelta(days=2), attendance_closed_at=NOW, **columns)
    person = find("samir@maison.example", "Samir Haddad") or factories.a_participant(
        "Samir Haddad", email="samir@maison.example"
    )
    registration = factories.a_registration(session, person, language=language)
    attending.mark(registration, session.live_meetings[0], "present", TEAM)
    return certifying.issue(registration)
