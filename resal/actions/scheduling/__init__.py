"""Drafting, publishing, moving, cancelling and offering again a session."""

from resal.actions.delaying import DELAY
from resal.actions.registering.enrolling import expected
from resal.actions.scheduling.agenda import LinePlan, write_agenda
from resal.actions.scheduling.announcing import (
    MovePlan,
    cancel,
    correct_reason,
    may_be_silent,
    reschedule,
    restore,
    told_of_change,
)
from resal.actions.scheduling.dates import MeetingPlan
from resal.actions.scheduling.documents import DocumentPlan, write_documents
from resal.actions.scheduling.drafting import (
    SessionPlan,
    delete_draft,
    draft,
    edit,
)
from resal.actions.scheduling.numbering import move_in_series, number_by_date
from resal.actions.scheduling.publications import announce
from resal.actions.scheduling.publishing import (
    due_publications,
    forget_publication,
    missing,
    plan_publication,
    publish,
    publish_planned,
    unpublish,
)
from resal.actions.scheduling.rehearsing import rehearse
from resal.actions.scheduling.repeating import follow, repeat
from resal.actions.scheduling.series import cancel_several, change_several
from resal.actions.scheduling.series_plan import SCOPES, SeriesChange, Step, left_alone, mark, meant, plan
from resal.actions.scheduling.stopping import send_now, stop
from resal.actions.scheduling.tying import FollowUpPlan, TiesPlan, tie

__all__ = [
    "DELAY",
    "SCOPES",
    "DocumentPlan",
    "FollowUpPlan",
    "LinePlan",
    "MeetingPlan",
    "MovePlan",
    "SeriesChange",
    "SessionPlan",
    "Step",
    "TiesPlan",
    "announce",
    "cancel",
    "cancel_several",
    "change_several",
    "correct_reason",
    "delete_draft",
    "draft",
    "due_publications",
    "edit",
    "expected",
    "follow",
    "forget_publication",
    "left_alone",
    "mark",
    "may_be_silent",
    "meant",
    "missing",
    "move_in_series",
    "number_by_date",
    "plan",
    "plan_publication",
    "publish",
    "publish_planned",
    "rehearse",
    "repeat",
    "reschedule",
    "restore",
    "send_now",
    "stop",
    "tie",
    "told_of_change",
    "unpublish",
    "write_agenda",
    "write_documents",
]
