"""Addresses that add an entry, or subscribe to a feed, in other people's calendars."""

from datetime import date, datetime
from urllib.parse import quote, urlencode

from resal.calendars.entry import Entry
from resal.calendars.wording import details, place, title

WORK_OUTLOOK = "outlook.office.com"
HOME_OUTLOOK = "outlook.live.com"

# Addresses much longer are cut or refused; the entry's own page says the rest.
_DETAILS_LENGTH = 1000


def google_add(entry: Entry) -> str:
    """Google Agenda's form, filled in. Raises BadEntry."""
    start, end = entry.span()
    query = {
        "action": "TEMPLATE",
        "text": title(entry),
        "dates": f"{_compact(start)}/{_compact(end)}",
        "ctz": entry.zone,
        "details": _short_details(entry),
        "location": place(entry),
    }
    return _address("https://calendar.google.com/calendar/render", query)


def outlook_add(entry: Entry, host: str = WORK_OUTLOOK) -> str:
    """Outlook's form on the web, filled in, at work or at home. Raises BadEntry."""
    start, end = entry.span()
    query = {
        "rru": "addevent",
        "subject": title(entry),
        "startdt": _long(start),
        "enddt": _long(end),
        "allday": "false" if isinstance(start, datetime) else "true",
        "body": _short_details(entry),
        "location": place(entry),
    }
    return _address(f"https://{host}/calendar/action/compose", query)


def webcal(url: str) -> str:
    """The feed's address for Apple, Thunderbird and KDE; `webcals:` is refused by iOS.

    Raises ValueError when it is not http or https.
    """
    scheme, separator, rest = url.partition("://")
    if scheme not in ("http", "https") or not separator:
        raise ValueError(f"not a web address: {url!r}")
    return f"webcal://{rest}"


def google_subscribe(url: str) -> str:
    """Google Agenda's page to subscribe; it takes `webcal:`, of at most 256 characters."""
    return _address("https://calendar.google.com/calendar/r", {"cid": webcal(url)})


def outlook_subscribe(url: str, name: str, host: str = WORK_OUTLOOK) -> str:
    """Outlook's page to subscribe; the new Outlook takes `https:` only."""
    return _address(f"https://{host}/calendar/0/addfromweb", {"url": url, "name": name})


def _short_details(entry: Entry) -> str:
    whole = details(entry)
    if len(whole) <= _DETAILS_LENGTH:
        return whole
    return f"{whole[:_DETAILS_LENGTH].rstrip()}…\n\n{entry.url}".strip()


def _address(page: str, query: dict[str, str]) -> str:
    """Blanks as %20: Outlook shows the plus signs of forms."""
    filled = {name: value for name, value in query.items() if value}
    return f"{page}?{urlencode(filled, quote_via=quote, errors='replace')}"


def _compact(day: datetime | date) -> str:
    return f"{day:%Y%m%dT%H%M%SZ}" if isinstance(day, datetime) else f"{day:%Y%m%d}"


def _long(day: datetime | date) -> str:
    return f"{day:%Y-%m-%dT%H:%M:%SZ}" if isinstance(day, datetime) else day.isoformat()
