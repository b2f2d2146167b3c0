"""The questions of a session, written and put in order; what people answered."""

from flask import abort, flash, render_template, request

from resal.actions import Refusal
from resal.actions.scheduling import asking
from resal.language import gettext
from resal.models import Question, TrainingSession
from resal.queries import answers as answered
from resal.queries import questions as asked
from resal.queries.session_heading import heading
from resal.web import doors
from resal.web.coordination.asking import NEW, Answer, actor, form_page, page_number, the_session, to
from resal.web.coordination.conflicts import both_texts
from resal.web.forms.base import say
from resal.web.forms.fields import is_number
from resal.web.forms.questions import QuestionForm
from resal.web.routing import COORDINATOR, HOST, route

STEPS = {"up": -1, "down": 1}


@route("coordination.questions", "GET", "POST")
def questions(id: int) -> Answer:  # noqa: A002 - the word of the address
    """What the session asks, in order; POST moves a question up or down."""
    session = the_session(id)
    if request.method == "POST":
        return _moved(session)
    rows = asked.of(session)
    return render_template("coordination/questions.html", session=heading(session), rows=rows, asks=session.asks)


@route("coordination.question", "GET", "POST")
def question(id: int, number: str) -> Answer:  # noqa: A002 - the word of the address
    """One question, or a new one; POST writes it, or takes it away."""
    session = the_session(id)
    row = None if number in NEW else _row(session, number)
    if row is not None and "remove" in request.form:
        asking.remove(session, row, actor())
        flash(gettext("La question n'est plus posée."), "success")
        return to("coordination.questions", id=id)
    form, seen = QuestionForm(row, session.revision), None
    if request.method == "POST" and not form.rearranged(request.form) and form.validate():
        try:
            written = asking.ask(session, row, form.plan(), form.seen(), actor())
        except Refusal as refusal:
            seen = both_texts(refusal, session, form, lambda: QuestionForm(row, session.revision, sent=False))
        else:
            return _saved(session, written)
    others = len([one for one in asked.of(session) if row is None or one.id != row.id])
    return form_page(
        "coordination/question.html", form, session=heading(session), question=row, others=others, conflict=seen,
        frozen=row is not None and asking.answered(row),
    )  # fmt: skip


@route("coordination.answers", access=(COORDINATOR, HOST))
def answers(id: int) -> str:  # noqa: A002 - the word of the address
    """How many took each choice, and who answered what; of a sensitive question, for the roles it names alone."""
    session = the_session(id)
    role = doors.me().role
    results = answered.of_session(session, role, page_number())
    if not results.pages.exists:
        abort(404)
    return render_template(
        "coordination/answers.html", session=heading(session), results=results, coordinates=role == COORDINATOR
    )


def _moved(session: TrainingSession) -> Answer:
    pressed = next((step for step in STEPS if step in request.form), None)
    if pressed is None:
        abort(400)
    try:
        asking.move(session, _row(session, request.form[pressed]), STEPS[pressed], actor())
    except Refusal as refusal:
        flash(say(refusal), "error")
    return to("coordination.questions", id=session.id)


def _saved(session: TrainingSession, written: Question) -> Answer:
    corrected = written.version > 1 and not asking.answered(written)
    words = gettext("La question est corrigée : les réponses déjà données restent à l'ancienne.")
    flash(words if corrected else gettext("La question est enregistrée."), "success")
    return to("coordination.questions", id=session.id)


def _row(session: TrainingSession, number: str) -> Question:
    """A question of this session, asked now, or 404."""
    row = doors.row(Question, int(number)) if is_number(number) else abort(404)
    return row if row.training_session_id == session.id and row.ended_at is None else abort(404)
