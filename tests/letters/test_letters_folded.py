"""Subjects reach their readers with every space."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

from hypothesis import given
from hypothesis import strategies as st

from resal.letters.folding import POLICY

WORDS = st.sampled_from(
    [
        "Écouter",
        "sans",
        "juger",
        "une",
        "après-midi",
        "d’été",
        "à",
        "Montréal",
        "les",
        "équipes",
        "mobiles",
        "13\xa0h\xa030",
        "façade",
    ]
)


@given(st.lists(WORDS, min_size=1, max_size=16))
def test_a_subject_is_read_as_it_was_written_wherever_its_lines_end(words):
    message = EmailMessage(policy=POLICY)
    message["Subject"] = " ".join(words)
    message.set_content("x")
    sent = message.as_bytes()
    assert str(message_from_bytes(sent, policy=default)["Subject"]) == " ".join(words)
    assert max(len(line) for line in sent.split(b"\r\n")) <= 78
    assert sent.isascii()
