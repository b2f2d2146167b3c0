"""What people ask for, in figures alone: no address is ever on this page."""

from flask import render_template

from resal.queries import demand_page
from resal.web import doors
from resal.web.routing import COORDINATOR, READER, route


@route("coordination.demand", access=(COORDINATOR, READER))
def demand() -> str:
    coordinates = doors.me().role == COORDINATOR
    return render_template(
        "coordination/demand.html", demand=demand_page.figures(exact=coordinates), coordinates=coordinates
    )
