"""Until when the words for a date speak, so that what has no date yet is over once they are."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

SESSIONS = sa.table(
    "training_sessions", sa.column("id"), sa.column("date_known_as", DOCUMENT), sa.column("date_known_until", sa.Date)
)
MONTHS = {
    "janvier": 1, "january": 1, "fevrier": 2, "february": 2, "mars": 3, "march": 3, "avril": 4, "april": 4,
    "mai": 5, "may": 5, "juin": 6, "june": 6, "juillet": 7, "july": 7, "aout": 8, "august": 8,
    "septembre": 9, "september": 9, "octobre": 10, "october": 10, "novembre": 11, "november": 11,
    "decembre": 12, "december": 12,
}  # fmt: skip
SEASONS = {
    "hiver": 1, "winter": 1, "printemps": 4, "spring": 4, "ete": 7, "summer": 7, "automne": 10, "autumn": 10,
    "fall": 10,
}  # fmt: skip
_YEARS = re.compile(r"\b((?:19|20)[0-9]{2})(?: ?[-–/] ?((?:19|20)?[0-9]{2}))?\b")
_DAY = re.compile(r"\b([0-9]{1,2})(?:er|re)?\s*$")
_NO_SOONER = re.compile(r"\b(?:apres|a partir|pas avant|au plus tot|after|not before|from)\b")


def upgrade() -> None:
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("date_known_until", sa.Date(), nullable=True))
    _read_the_words()


def downgrade() -> None:
    with op.batch_alter_table("training_sessions", schema=None) as batch_op:
        batch_op.drop_column("date_known_until")


def _read_the_words() -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.select(SESSIONS.c.id, SESSIONS.c.date_known_as)).all()
    ends = [{"this": row.id, "until": _last_day(_text(row.date_known_as or {}))} for row in rows]
    known = [end for end in ends if end["until"]]
    if known:
        values = sa.update(SESSIONS).where(SESSIONS.c.id == sa.bindparam("this"))
        connection.execute(values.values(date_known_until=sa.bindparam("until")), known)


def _text(words: dict[str, str]) -> str:
    """In French, else in any other language; small letters without accents, single spaces."""
    spoken = [words.get("fr"), *(text for language, text in words.items() if "@" not in language)]
    text = next((one for one in spoken if one), "")
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().replace("‐", "-").split())


def _last_day(text: str) -> date | None:
    years = list(_YEARS.finditer(text))
    if not years:
        return None
    if _NO_SOONER.search(text):
        return date(max(map(_latest, years)), 12, 31)
    starts = [0, *(year.end() for year in years[:-1])]
    spoken = [text[start : year.start()] for start, year in zip(starts, years, strict=True)]
    spoken[-1] = f"{spoken[-1]} {text[years[-1].end() :]}"
    return max(_end_of(_latest(year), said) for year, said in zip(years, spoken, strict=True))


def _latest(year: re.Match[str]) -> int:
    first, second = year[1], year[2] or ""
    return max(int(first), int(first[: 4 - len(second)] + second))


def _end_of(year: int, said: str) -> date:
    return max(_ends(year, said), default=date(year, 12, 31))


def _ends(year: int, said: str) -> Iterator[date]:
    for word, first in SEASONS.items():
        if re.search(rf"\b{word}\b", said):
            yield date(year, first + 2, monthrange(year, first + 2)[1])
    for word, month in MONTHS.items():
        for found in re.finditer(rf"\b{word}\b", said):
            longest = monthrange(year, month)[1]
            day = _DAY.search(said[: found.start()])
            yield date(year, month, int(day[1]) if day and 1 <= int(day[1]) <= longest else longest)
