"""No personal column is born without saying why it is kept and until when (Loi 25)."""

from sqlalchemy import String, Text

from resal.models import Base
from resal.models.base import Document, LocalizedText

# Every table that holds rows about people, and the columns of text in it that say nothing of them.
PEOPLE = {
    "accounts": {"role", "language"},
    "address_changes": {"nonce"},
    "answers": set(),
    "attendances": {"status", "source"},
    "attestations": {"code", "language"},
    "audit_entries": {"actor", "deed", "subject_type", "details"},
    "corrections": {"state"},
    "consents": {"purpose", "given_through"},
    "facilitators": {"key", "languages", "nonce"},
    "feed_tokens": {"token_hash"},
    "letters": {
        "kind", "unique_key", "message_id", "language", "state", "lease", "last_error",
    },
    "merges": {"kind", "left"},
    "next_step_changes": {"before", "after", "actor", "reason"},
    "next_steps": {"text", "state", "reason", "evidence"},
    "participants": {"language"},
    "registration_changes": {"before", "after", "actor"},
    "registrations": {"state", "mode", "language", "nonce", "submission", "source"},
    "series_registrations": {"mode", "language", "nonce", "submission"},
    "sign_in_links": {"nonce"},
    "space_links": {"nonce"},
    "subscriptions": {"language", "themes", "boroughs", "nonce"},
}  # fmt: skip
TELLING = {"name", "email", "phone", "first_name", "last_name", "birth", "gender", "address", "needs"}
# Names of bodies, places and things, and the public words of the network about itself.
NOT_PEOPLE = {"organizations", "venues", "networks"}


def test_every_text_about_a_person_says_why_it_is_kept_and_until_when() -> None:
    unsaid = {
        (name, column.name)
        for name, silent in PEOPLE.items()
        for column in Base.metadata.tables[name].columns
        if isinstance(column.type, (String, Text, LocalizedText, type(Document)))
        and column.name not in silent
        and not (column.info.get("personal") and column.info.get("purpose") and column.info.get("kept"))
    }
    assert unsaid == set()


def test_every_table_that_names_people_is_known_as_such() -> None:
    naming = {
        table.name
        for table in Base.metadata.tables.values()
        for column in table.columns
        if column.info.get("personal") or column.name.split("_")[-1] in TELLING
    }
    assert naming - NOT_PEOPLE - PEOPLE.keys() == set()
    assert PEOPLE.keys() <= Base.metadata.tables.keys()
