"""The coordination's home: today, what is to be done, what is to come."""

from flask import render_template

from resal import clock
from resal.actions import scheduling
from resal.language import dates
from resal.queries import coordination_home, coordination_sessions, todo
from resal.web import doors
from resal.web.routing import COORDINATOR, HOST, READER, route

COMING = 8


@route("coordination.home", access=(COORDINATOR, HOST, READER))
def home() -> str:
    """What a coordinator has to do; hosts and readers see the sessions alone."""
    person, zone = doors.me(), doors.settings().timezone
    day = dates.day_long(clock.today(zone))
    first_name, coordinates = person.name.partition(" ")[0], person.role == COORDINATOR
    return render_template(
        "coordination/home.html", first_name=first_name, day=day[:1].upper() + day[1:], role=person.role,
        today=coordination_home.today(zone), coming=coordination_sessions.next_ones(COMING),
        first_steps=coordination_home.first_steps() if coordinates else [],
        tasks=todo.tasks(scheduling.missing, zone) if coordinates else [], nothing=coordination_home.nothing_to_do(),
    )  # fmt: skip
