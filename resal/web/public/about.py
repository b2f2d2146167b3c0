"""How the site works and who answers for it: subscribing, privacy, accessibility, help, writing to us."""

from resal.queries import retention, subscribing
from resal.web import doors
from resal.web.page_cache import cached_page
from resal.web.public.answering import asked, both, listed_in_both, show
from resal.web.routing import PUBLIC, route


@route("public.subscribe", access=(PUBLIC,))
@cached_page
def subscribe() -> str:
    chosen = {name: asked(name) for name in ("theme", "series", "language")}
    calendars = subscribing.calendars(doors.settings().base_url, **chosen)
    return show("public/subscribe.html", listed_in_both("public.subscribe", chosen), calendars=calendars)


@route("public.privacy", access=(PUBLIC,))
@cached_page
def privacy() -> str:
    return show("public/privacy.html", both("public.privacy"), kept=retention.kept())


@route("public.accessibility", access=(PUBLIC,))
@cached_page
def accessibility() -> str:
    return show("public/accessibility.html", both("public.accessibility"))


@route("public.help", access=(PUBLIC,))
@cached_page
def questions() -> str:
    return show("public/help.html", both("public.help"))


@route("public.contact", access=(PUBLIC,))
@cached_page
def contact() -> str:
    return show("public/contact.html", both("public.contact"))
