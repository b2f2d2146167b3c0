"""« Toutes mes places »: asking for the link by e-mail, and the page it opens.

Whoever asks learns nothing of who is known here (trust, H1): the link goes to the address alone.
"""

from datetime import timedelta

from flask import Response, abort, flash, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from resal import addresses, language
from resal.actions import spaces, subscribing
from resal.language import dates, gettext
from resal.models import SpaceLink
from resal.queries import space as places
from resal.queries import subscribing as calendars
from resal.queries.words import HOME
from resal.web import doors, remembering, robots
from resal.web.forms.space import AskForm
from resal.web.public.answering import both, show
from resal.web.routing import PUBLIC, route

Answer = Response | AnyResponse | str
LETTERS = (5, timedelta(hours=1))  # to one address


@route("space.ask", "GET", "POST", access=(PUBLIC,))
def ask() -> Answer:
    """One answer for everybody; a letter for whom we know."""
    doors.secret_page()
    known = {"email": remembering.recall().get("email")}
    form = AskForm(data=known) if request.method == "GET" else AskForm()
    if request.method == "POST" and _acceptable(form):
        if not robots.caught() and not robots.too_often("space", form.email.data.casefold(), *LETTERS):
            spaces.send(form.email.data, language.current())
        flash(_sent(form.email.data), "success")
        return redirect(addresses.path("space.ask", language.current()), 303)
    page = show("space/ask.html", both("space.ask"), form=form, advice=form.advice())
    return make_response(page, 422 if form.errors else 200)


@route("space.home", access=(PUBLIC,))
def home(token: str) -> Answer:
    doors.secret_page()
    link = doors.space(token)
    return render_template(
        "space/home.html", space=places.of_participant(link.participant), person=link.participant, token=token,
        until=_until(link), seat_token=doors.seat_token, whole_token=doors.whole_token, first=places.FIRST,
    )  # fmt: skip


@route("space.feed", "GET", "POST", access=(PUBLIC,))
def feed(token: str) -> Answer:
    """A private calendar: its address is shown once; another one ends those before."""
    doors.secret_page()
    person, links = doors.space(token).participant, None
    if request.method == "POST":
        made = subscribing.renew_feed(person)
        address = addresses.path("feeds.participant", language.current(), token=made)
        links = calendars.links_to(doors.settings().base_url, address, gettext("Mes rencontres"))
    return render_template("space/feed.html", token=token, links=links, existing=subscribing.has_feed(person))


@route("space.renew", "POST", access=(PUBLIC,))
def renew(token: str) -> Answer:
    """Another link, to the address on file and no other."""
    doors.secret_page()
    link = doors.space_link(token)
    email = link.participant.email
    if not robots.too_often("space", email.casefold(), *LETTERS):
        spaces.send_again(link, language.current())
    flash(gettext("Un nouveau lien est parti à la même adresse que le premier."), "success")
    return redirect(addresses.path("space.ask", language.current()), 303)


@route("space.close", "POST", access=(PUBLIC,))
def close(token: str) -> Answer:
    """End every link: of a letter that was forwarded, or on a phone that was lent."""
    doors.secret_page()
    spaces.close(doors.space(token).participant)
    flash(gettext("C'est fermé : les liens déjà envoyés n'ouvrent plus rien."), "success")
    return redirect(addresses.path("space.ask", language.current()), 303)


def _acceptable(form: AskForm) -> bool:
    """The form is right, and was not sent by a program; what is not shows as errors of the form."""
    if not form.validate():
        return False
    if robots.too_quick():
        form.form_errors.append(gettext("Vérifiez votre adresse, puis envoyez de nouveau."))
        return False
    if robots.too_often("space", robots.network_address(), *robots.ROOM):
        abort(429)
    return True


def _sent(email: str) -> str:
    return gettext(
        "Si %(email)s a servi à une inscription, un lien vient d'y partir. Rien reçu? Regardez dans le courrier "
        "indésirable, ou essayez une autre adresse.",
        email=email,
    )


def _until(link: SpaceLink) -> str:
    return dates.moment_long(link.ends_at, HOME)
