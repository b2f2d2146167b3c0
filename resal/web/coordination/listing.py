"""Sessions as a list, a week or a month: each keeps in its address what narrows it and the day looked at."""

import re
from datetime import date

from flask import abort, render_template, request

from resal import clock
from resal.queries import coordination_days, coordination_month, coordination_sessions, coordination_week
from resal.queries.coordination_days import NARROWING
from resal.queries.coordination_sessions import LISTS
from resal.queries.month import YEARS, month_of
from resal.web import doors
from resal.web.coordination.asking import page_number
from resal.web.routing import COORDINATOR, HOST, READER, route

_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")


@route("coordination.sessions", access=(COORDINATOR, HOST, READER))
def sessions() -> str:
    """One of the lists: to come, drafts, past, and what each of them still lacks."""
    name, day = request.args.get("voir", LISTS[0]), _day_asked()
    page = coordination_sessions.page(name, page_number(), doors.me().id) if name in LISTS else abort(404)
    if not page.exists:
        abort(404)
    return render_template(
        "coordination/session_list.html", name=name, list=page, role=doors.me().role, day=day,
        views=coordination_days.views("coordination.sessions", name if name != LISTS[0] else None, day),
        titles=coordination_sessions.titles(),
    )  # fmt: skip


@route("coordination.week", access=(COORDINATOR, HOST, READER))
def week() -> str:
    """The week of `?jour=`, or this one."""
    name, zone = _narrowed(), doors.settings().timezone
    day = _day_asked() or clock.today(zone)
    return render_template(
        "coordination/week.html", week=coordination_week.week(day, zone, name, doors.me().id), role=doors.me().role,
        views=coordination_days.views("coordination.week", name, day),
        filters=coordination_days.narrowing("coordination.week", name, {"jour": request.args.get("jour", "")}),
    )  # fmt: skip


@route("coordination.month", access=(COORDINATOR, HOST, READER))
def month() -> str:
    """The month of `?mois=`, else of `?jour=`, else this one."""
    name, zone = _narrowed(), doors.settings().timezone
    today = clock.today(zone)
    asked = _day_asked() or today
    first = _month_asked(asked)
    day = next((one for one in (asked, today) if month_of(one) == first), first)
    return render_template(
        "coordination/month.html", month=coordination_month.month(first, zone, name, doors.me().id),
        role=doors.me().role, views=coordination_days.views("coordination.month", name, day),
        filters=coordination_days.narrowing("coordination.month", name, {"mois": first.isoformat()[:7]}),
    )  # fmt: skip


def _narrowed() -> str | None:
    """The `?voir=` that narrows days, or 404; None without one."""
    name = request.args.get("voir")
    return name if name is None or name in NARROWING else abort(404)


def _day_asked() -> date | None:
    """The `?jour=`, or 404 when no calendar of ours has it; None without one."""
    asked = request.args.get("jour")
    return None if asked is None else _day(asked)


def _month_asked(otherwise: date) -> date:
    """The first day of `?mois=`, or 404 when no calendar of ours has it; of another day's month without one."""
    asked = request.args.get("mois")
    if asked is None:
        return month_of(otherwise)
    return _day(f"{asked}-01") if _MONTH.fullmatch(asked) else abort(404)


def _day(iso: str) -> date:
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        abort(404)
    return day if day.year in YEARS else abort(404)
