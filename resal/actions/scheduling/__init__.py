"""Drafting, publishing, moving, cancelling and offering again a session."""

from resal.actions.scheduling.announcing import (
    cancel,
    may_be_silent,
    missing,
    publish,
    reschedule,
    restore,
    told_of_change,
    unpublish,
)
from resal.actions.scheduling.dates import MeetingPlan
from resal.actions.scheduling.drafting import (
    SessionPlan,
    delete_draft,
    draft,
    edit,
    repeat,
)
from resal.actions.scheduling.telling import DELAY, send_now, stop

__all__ = [
    "DELAY",
    "MeetingPlan",
    "SessionPlan",
    "cancel",
    "delete_draft",
    "draft",
    "edit",
    "may_be_silent",
    "missing",
    "publish",
    "repeat",
    "reschedule",
    "restore",
    "send_now",
    "stop",
    "told_of_change",
    "unpublish",
]
