"""Two rows that are one: organizations or people written twice, made one without losing anything, and undone.

Whatever pointed to the one that goes points to the one that stays; its row remains, so that old
addresses and links lead on. Each change is written down, and can be put back for thirty days.
"""

from resal.actions.merging.organizations import merge_organizations
from resal.actions.merging.people import merge_people
from resal.actions.merging.telling_apart import keep_apart
from resal.actions.merging.undoing import forget_old, undo

__all__ = ["forget_old", "keep_apart", "merge_organizations", "merge_people", "undo"]
