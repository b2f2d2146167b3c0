"""Tables as files: CSV that Excel opens with its accents, and XLSX; no cell is ever a formula.

A cell is text, a whole number or nothing. In CSV, text that a spreadsheet would take for a formula
begins with an apostrophe (OWASP, CSV injection; trust, F2); XLSX says of each cell that it is text.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Cell = str | int | None
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
SEPARATORS = {"fr": ";", "en": ","}  # what Excel expects in each language of Canada
WIDEST = 60
AS_IT_IS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


@dataclass(frozen=True)
class Table:
    """A name, the heads of the columns, and rows as long as these."""

    name: str
    heads: tuple[str, ...]
    rows: Sequence[tuple[Cell, ...]]


def as_csv(table: Table, language: str) -> bytes:
    """UTF-8 with a byte order mark, without which Excel reads accents as nonsense; lines end as RFC 4180 says."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=SEPARATORS[language])
    writer.writerows([_harmless(cell) for cell in row] for row in (table.heads, *table.rows))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Table) -> bytes:
    """One sheet: the heads stay in sight, and each column is as wide as its longest cell, up to a point."""
    import xlsxwriter  # noqa: PLC0415 - 2 MB that only whoever takes a list away needs

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, AS_IT_IS) as book:
        sheet = book.add_worksheet(_sheet_name(table.name))
        bold = book.add_format({"bold": True})
        for column, head in enumerate(table.heads):
            sheet.write_string(0, column, head, bold)
            sheet.set_column(column, column, _width(head, (row[column] for row in table.rows)))
        for number, row in enumerate(table.rows, 1):
            for column, cell in enumerate(row):
                sheet.write(number, column, cell)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.heads) - 1)
    return file.getvalue()


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip(" \"'").startswith(DANGEROUS) else cell


def _width(head: str, cells: Iterable[Cell]) -> int:
    return min(max(len(str(cell or "")) for cell in (head, *cells)) + 2, WIDEST)


def _sheet_name(name: str) -> str:
    """Excel refuses some characters, and more than 31 of them."""
    return "".join(" " if letter in "[]:*?/\\" else letter for letter in name).strip(" '")[:31].strip(" '") or "1"
