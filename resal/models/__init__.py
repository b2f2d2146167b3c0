"""NOUNS: tables and the questions they answer. SQLAlchemy only: no Flask, no commit, no mail."""

from resal.models import local_time
from resal.models.account import Account, SignInLink
from resal.models.announcement import Announcement, Publication
from resal.models.attendance import ArrivalCode, Attendance, Correction, SignInSheet
from resal.models.attestation import Attestation
from resal.models.audit import Entry
from resal.models.base import Base, Moment
from resal.models.facilitator import Facilitator, FacilitatorRole
from resal.models.invitation import Invitation
from resal.models.letter import Letter, Outbox
from resal.models.localized import Localized, Reading, localized, localized_list
from resal.models.meeting import AgendaItem, AgendaLeader, Meeting
from resal.models.merge import Distinct, Merge
from resal.models.network import Network, PolicyVersion, ProgrammeVersion, RateLimit
from resal.models.organization import Organization
from resal.models.participant import Consent, FeedToken, Participant, Subscription
from resal.models.question import Answer, Question, QuestionOption
from resal.models.registration import Registration, RegistrationChange
from resal.models.resource import Resource
from resal.models.series import Series
from resal.models.series_registration import SeriesRegistration
from resal.models.space import AddressChange, SpaceLink
from resal.models.takeaway import NextStep, NextStepChange, Takeaway, TakeawayLink
from resal.models.theme import Theme
from resal.models.training_session import Facilitation, FollowUp, TrainingSession
from resal.models.venue import Venue

__all__ = [
    "Account", "AddressChange", "AgendaItem", "AgendaLeader", "Announcement", "Answer", "ArrivalCode", "Attendance",
    "Attestation", "Base", "Consent", "Correction", "Distinct", "Entry", "Facilitation", "Facilitator",
    "FacilitatorRole", "FeedToken", "FollowUp", "Invitation", "Letter", "Localized", "Meeting", "Merge", "Moment",
    "Network", "NextStep", "NextStepChange", "Organization", "Outbox", "Participant", "PolicyVersion",
    "ProgrammeVersion", "Publication", "Question", "QuestionOption", "RateLimit", "Reading", "Registration",
    "RegistrationChange", "Resource", "Series", "SeriesRegistration", "SignInLink", "SignInSheet", "SpaceLink",
    "Subscription", "Takeaway", "TakeawayLink", "Theme", "TrainingSession", "Venue", "local_time", "localized",
    "localized_list",
]  # fmt: skip
