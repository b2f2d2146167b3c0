"""What was learned: written down right after on a phone, reviewed at a desk, published."""

from flask import abort, flash, render_template, request

from resal.actions import Refusal, reflecting
from resal.actions.people import match_organization
from resal.language import gettext, ngettext
from resal.models import NextStep, Takeaway, TrainingSession
from resal.queries import capture, choices
from resal.queries.session_heading import heading
from resal.web import doors
from resal.web.coordination.asking import Answer, actor, form_page, page_number, the_session, to
from resal.web.forms.base import attach, say
from resal.web.forms.capture import CaptureForm, StepForm, TakeawayForm, of_step, of_takeaway
from resal.web.forms.fields import offer, offer_ticks
from resal.web.routing import route


@route("coordination.capture", "GET", "POST")
def write_down(id: int) -> Answer:  # noqa: A002 - the word of the address
    """The box of the moment; what it holds joins the list below."""
    session = the_session(id)
    spoken = "en" if session.languages == ["en"] else "fr"
    form = CaptureForm(data={"themes": [theme.id for theme in session.themes], "spoken": spoken})
    offer_ticks(form.themes, choices.themes())
    if request.method == "POST" and form.validate():
        try:
            _keep(session, form)
            flash(gettext("C'est noté."), "success")
            return to("coordination.capture", id=session.id)
        except Refusal as refusal:
            attach(form, refusal)
    kept = capture.of_session(session)
    return form_page("coordination/capture.html", form, session=heading(session), kept=kept)


@route("coordination.publish_takeaways", "POST")
def publish_all(id: int) -> Answer:  # noqa: A002 - the word of the address
    """Publish what can be as it is; what is to look at twice stays."""
    published, refused = 0, []
    for takeaway in capture.publishable(the_session(id)):
        try:
            reflecting.publish_takeaway(takeaway, actor())
            published += 1
        except Refusal as refusal:
            refused.append(say(refusal))
    if published:
        flash(ngettext("Un apprentissage est publié.", "%(n)s apprentissages sont publiés.", published), "success")
    for words in dict.fromkeys(refused):
        flash(words, "error")
    return to("coordination.capture", id=id)


@route("coordination.takeaways")
def takeaways() -> str:
    """What is to review, across sessions; what is public; the next steps."""
    code = request.args.get("etat", "")
    if code not in (*capture.FILTERS, capture.STEPS):
        abort(404)
    shown = capture.review(code, page_number())
    if not shown.pages.exists:
        abort(404)
    return render_template("coordination/takeaways.html", review=shown, of_steps=code == capture.STEPS)


@route("coordination.takeaway", "GET", "POST")
def takeaway(id: int) -> Answer:  # noqa: A002 - the word of the address
    """One takeaway: corrected, published, withdrawn, thrown away."""
    row = doors.row(Takeaway, id)
    form = TakeawayForm(data=of_takeaway(row))
    offer_ticks(form.themes, choices.themes())
    offer(form.facilitator_id, choices.facilitators_first(row.training_session_id), gettext("Personne en particulier"))
    if request.method == "POST":
        move = _MOVES.get(request.form.get("move", "save")) or abort(400)
        try:
            answer = move(row, form)
        except Refusal as refusal:
            attach(form, refusal)
        else:
            if answer is not None:
                return answer
    session = heading(row.training_session)
    return form_page(
        "coordination/takeaway.html", form, takeaway=capture.of_takeaway(row), said=row.said, session=session
    )


@route("coordination.next_step", "GET", "POST")
def next_step(id: int) -> Answer:  # noqa: A002 - the word of the address
    """One next step: its words, who does it, where it stands and why."""
    row = doors.row(NextStep, id)
    form = StepForm(data=of_step(row))
    if request.method == "POST" and form.validate():
        try:
            reflecting.edit_next_step(row, form.typed(row, _owner(form.owner.data)), actor())
            if _moved(row, form):
                reflecting.advance_next_step(row, form.state.data, form.reason.data, form.evidence.data, actor())
            flash(gettext("C'est enregistré."), "success")
            return to("coordination.capture", id=row.training_session_id)
        except Refusal as refusal:
            attach(form, refusal)
    session = heading(row.training_session)
    return form_page(
        "coordination/next_step.html", form, session=session, history=capture.history(row, doors.settings().timezone)
    )


def _keep(session: TrainingSession, form: CaptureForm) -> None:
    """Write it down, unless it was just written down: a form sent twice."""
    if capture.recorded(session, form.text_fr.data, form.kind.data):
        return
    if form.is_next_step:
        reflecting.agree_next_step(session, form.next_step(_owner(form.owner.data)), actor())
    else:
        reflecting.record_takeaway(session, form.takeaway(), actor())


def _save(row: Takeaway, form: TakeawayForm) -> Answer | None:
    if not form.validate():
        return None
    reflecting.edit_takeaway(row, form.typed(row), actor())
    flash(gettext("C'est enregistré."), "success")
    return _list_of(row)


def _save_and_publish(row: Takeaway, form: TakeawayForm) -> Answer | None:
    if not form.validate():
        return None
    reflecting.edit_takeaway(row, form.typed(row), actor())
    return _publish(row, form)


def _publish(row: Takeaway, _form: TakeawayForm) -> Answer:
    """Publish it; what is to look at twice is shown first, and « quand même » passes."""
    found = capture.of_takeaway(row).cautions
    if found and not request.form.get("anyway"):
        flash(gettext("À regarder avant de publier : %(found)s.", found=", ".join(found)), "notice")
        return to("coordination.takeaway", id=row.id)
    reflecting.publish_takeaway(row, actor())
    flash(gettext("C'est publié."), "success")
    return _list_of(row)


def _withdraw(row: Takeaway, _form: TakeawayForm) -> Answer:
    reflecting.withdraw_takeaway(row, actor())
    flash(gettext("Il n'est plus dans la bibliothèque."), "success")
    return to("coordination.takeaway", id=row.id)


def _delete(row: Takeaway, _form: TakeawayForm) -> Answer:
    session_id = row.training_session_id
    reflecting.delete_takeaway(row, actor())
    flash(gettext("C'est supprimé."), "success")
    return to("coordination.capture", id=session_id)


_MOVES = {
    "save": _save,
    "save_and_publish": _save_and_publish,
    "publish": _publish,
    "withdraw": _withdraw,
    "delete": _delete,
}


def _list_of(row: Takeaway) -> Answer:
    """Back to where one was: the list across sessions, or that of its session."""
    if request.form.get("from") == "list":
        return to("coordination.takeaways")
    return to("coordination.capture", id=row.training_session_id)


def _owner(typed: str | None) -> dict[str, int | None]:
    """The organization or the facilitator meant by a typed name, by column."""
    organization = match_organization(typed or "")
    return {
        "owner_organization_id": organization,
        "owner_facilitator_id": None if organization else capture.facilitator_named(typed or ""),
    }


def _moved(row: NextStep, form: StepForm) -> bool:
    return (row.state, row.reason, row.evidence) != (form.state.data, form.reason.data, form.evidence.data)
