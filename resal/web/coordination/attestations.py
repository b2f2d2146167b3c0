"""Attestations, for the team: the rule, who has one, issuing them all, taking one back, issuing it again."""

from typing import Any

from flask import Response, abort, flash, request
from flask_wtf import FlaskForm

from resal.actions import Refusal, certifying
from resal.language import gettext, ngettext
from resal.models import Attestation, Series, TrainingSession
from resal.queries import attestation_list, attestation_papers, attestations
from resal.queries.attestation_list import STATES
from resal.queries.session_heading import heading
from resal.web import doors, papers
from resal.web.coordination.asking import Answer, actor, form_page, page_number, the_session, to
from resal.web.forms.attestations import ReissueForm, RevokeForm, RuleForm
from resal.web.forms.base import attach, say
from resal.web.routing import route


@route("coordination.attestations", "GET", "POST")
def of_session(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The rule and the list of a session; `issue` gives theirs to all who earned one, else the rule is saved."""
    session = the_session(id)
    return _page(session, "coordination.attestations", "coordination/attestations.html", session=heading(session))


@route("coordination.series_attestations", "GET", "POST")
def of_series(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The same for a series, when one attestation is for all of it."""
    series = doors.row(Series, id)
    return _page(series, "coordination.series_attestations", "coordination/series_attestations.html", series=series)


@route("coordination.attestations_zip")
def zip_of_session(id: int) -> Response:  # noqa: A002 - the word of the address
    return _zip(doors.row(TrainingSession, id), f"attestations-{id}")


@route("coordination.series_attestations_zip")
def zip_of_series(id: int) -> Response:  # noqa: A002 - the word of the address
    return _zip(doors.row(Series, id), f"attestations-serie-{id}")


@route("coordination.attestation", "GET", "POST")
def one(id: int) -> Answer:  # noqa: A002 - the word of the address
    """What one says; POST takes it back (`move=revoke`) or issues it again (`move=reissue`)."""
    found = doors.row(Attestation, id)
    move = request.form.get("move", "")
    revoking = RevokeForm(**_sent(move == "revoke"))
    again = ReissueForm(**_sent(move == "reissue"), data={"name": _name_now(found)})
    if request.method == "POST":
        if move not in ("revoke", "reissue"):
            abort(400)
        form: FlaskForm = revoking if move == "revoke" else again
        if form.validate():
            try:
                return _revoked(found, revoking) if move == "revoke" else _reissued(found, again)
            except Refusal as refusal:
                attach(form, refusal)
    form = again if move == "reissue" else revoking
    return form_page(
        "coordination/attestation.html", form, revoking=revoking, again=again, attestation=found,
        state_text=gettext(STATES[found.state]), paper=attestation_papers.paper(found, doors.settings().base_url),
        ended=attestation_papers.ended_on(found),
    )  # fmt: skip


@route("coordination.attestation_pdf")
def pdf(id: int) -> Response:  # noqa: A002 - the word of the address
    """The paper in the language of its person; of one that does not hold any more there is none."""
    found = doors.row(Attestation, id)
    if found.ended_at is not None:
        abort(404)
    return papers.one(attestation_papers.paper_for_them(found, doors.settings().base_url))


def _page(subject: TrainingSession | Series, here: str, template: str, **shown: Any) -> Answer:
    form = RuleForm(subject)
    if request.method == "POST" and request.form.get("issue"):
        return _issued(subject, here)
    if request.method == "POST" and form.validate():
        try:
            certifying.set_rule(subject, form.rule(), actor())
        except Refusal as refusal:
            attach(form, refusal)
        else:
            flash(gettext("La règle est enregistrée. Les attestations délivrées restent telles quelles."), "success")
            return to(here, id=subject.id)
    scope = attestations.scope_for_the_team(subject)
    number = page_number()
    listed = attestation_list.of_scope(scope, number, here, subject.id)
    if not listed.pages.exists:
        abort(404)
    return form_page(template, form, listed=listed, series_link=attestation_list.series_of(scope), **shown)


def _issued(subject: TrainingSession | Series, here: str) -> Answer:
    try:
        number = certifying.issue_all(subject, actor())
    except Refusal as refusal:
        flash(say(refusal), "error")
    else:
        said = ngettext("%(n)s attestation délivrée.", "%(n)s attestations délivrées.", number)
        flash(said if number else gettext("Il n'y avait plus d'attestation à délivrer."), "success")
    return to(here, id=subject.id)


def _zip(subject: TrainingSession | Series, name: str) -> Response:
    """All that hold, each in the language of its person; 404 when there is none."""
    held = attestation_list.valid(attestations.scope_for_the_team(subject))
    base = doors.settings().base_url
    return papers.several([attestation_papers.paper_for_them(one, base) for one in held] or abort(404), name)


def _revoked(found: Attestation, form: RevokeForm) -> Answer:
    certifying.revoke(found, form.reason.data or "", actor())
    flash(gettext("L'attestation est retirée : la raison est écrite à la personne."), "success")
    return to("coordination.attestation", id=found.id)


def _reissued(found: Attestation, form: ReissueForm) -> Answer:
    again = certifying.reissue(found, form.name.data or "", actor())
    flash(gettext("Elle a maintenant le numéro %(code)s.", code=again.code), "success")
    return to("coordination.attestation", id=again.id)


def _sent(pressed: bool) -> dict[str, None]:
    """Of two forms on a page, only the one that was sent reads what was."""
    return {} if pressed else {"formdata": None}


def _name_now(found: Attestation) -> str:
    """As the person is called now, or was."""
    person = found.participant
    return person.name if person is not None and person.name else found.name
