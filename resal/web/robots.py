"""Against programs that fill in forms: a field people do not see, the time a person needs, a pace.

No puzzle and no script (WCAG 3.3.8; ruling on robots). Everything is lifted by `RESAL_RATE_LIMIT=off`.
"""

from collections.abc import Mapping
from datetime import timedelta

from flask import request
from itsdangerous import BadData, URLSafeTimedSerializer

from resal.actions import limiting
from resal.web import doors
from resal.web.forms.registration import HONEYPOT

LEAST_SECONDS = 2
ROOM = (60, timedelta(minutes=10))  # a room of people on one Wi-Fi
ADDRESS = (60, timedelta(minutes=10))
COLLEAGUES = (60, timedelta(hours=1))  # people registered by others, from one place
STRANGER = (20, timedelta(days=1))  # letters that others may have sent to one address


def caught() -> bool:
    """Whether the trap field, which only programs see, was filled in."""
    return bool(request.form.get(HONEYPOT))


def too_quick() -> bool:
    """Whether the form came back faster than anybody types, by the time signed in its token."""
    if not doors.settings().rate_limit:
        return False
    serializer = URLSafeTimedSerializer(list(reversed(doors.settings().secret_keys)), salt="wtf-csrf-token")
    try:
        serializer.loads(request.form.get("csrf_token", ""), max_age=LEAST_SECONDS)
    except BadData:
        return False  # old enough; or not ours, which is judged elsewhere
    return True


def too_often(purpose: str, caller: str, times: int, within: timedelta) -> bool:
    """Whether this caller has tried more than `times` within a while."""
    if not doors.settings().rate_limit:
        return False
    return not limiting.take(doors.settings().secret_keys[0], purpose, caller, times, within)


def too_many(purpose: str, tries: Mapping[str, int], times: int, within: timedelta) -> bool:
    """The same for one act that counts for several callers, so many times each; all are counted, or none."""
    if not doors.settings().rate_limit:
        return False
    return not limiting.take_together(doors.settings().secret_keys[0], purpose, tries, times, within)


def network_address() -> str:
    """Where the request comes from: an IPv4 address, or the /64 an IPv6 caller owns."""
    address = request.remote_addr or "?"
    return ":".join(address.split(":")[:4]) if ":" in address else address
