"""The forms of somebody's own space."""

from resal.web.forms.interest import TellMeForm


class AskForm(TellMeForm):
    """Where to send the link to all one's places."""
