"""Drafting, publishing, moving, cancelling and offering again a session."""

from resal.actions.scheduling.announcing import (
    cancel,
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

__all__ = [
    "MeetingPlan",
    "SessionPlan",
    "cancel",
    "delete_draft",
    "draft",
    "edit",
    "missing",
    "publish",
    "repeat",
    "reschedule",
    "restore",
    "told_of_change",
    "unpublish",
]
