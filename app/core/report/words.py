"""Summaries and statements in words, for the command line and for the newsletter."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator

from app.core import resources, text, wording
from app.core.model import (
    CoordinateValue,
    DataValue,
    ItemValue,
    MonolingualValue,
    Problem,
    QuantityValue,
    Snak,
    Statement,
    StringValue,
    TimeValue,
)
from app.core.report.summary import RowReport, Summary
from app.core.values import languages


def headline(summary: Summary) -> str:
    """How many files are where."""
    return text.n(
        "report.headline-practice" if summary.target.practice else "report.headline",
        len(summary.rows),
        done=text.number(len(summary.done)),
        rows=text.number(len(summary.rows)),
        target=summary.target_label,
    )


def row_words(row: RowReport) -> str:
    """Which row of the sheet it is, or was before."""
    return text.t("report.row-was" if row.gone else "report.row-number", row=row.number)


def spoken(summary: Summary) -> str:
    """The languages of the captions by their own names: English, norsk bokmål."""
    return ", ".join(languages.autonym(code) for code in summary.languages)


def clock(when: float | None) -> str:
    """A time of day (HH:MM) of Unix seconds, "" for none."""
    return time.strftime("%H:%M", time.localtime(when)) if when else ""


def _label(property_id: str) -> str:
    listed = resources.catalogue("properties")
    for entry in (*listed["properties"], *listed["minor_properties"]):
        if entry["id"] == property_id:
            return str(entry["label"])
    return property_id


def _item(qid: str) -> str:
    """An item by its label with the id behind; one without a label by its id."""
    label = wording.item_label(qid)
    return text.t("report.item" if label else "report.item-only", name=label, id=qid)


def value(data: DataValue | None) -> str:
    """A value as a short text."""
    match data:
        case ItemValue(item):
            return _item(item)
        case StringValue(string):
            return string
        case TimeValue(moment, precision):
            return moment[1 : {11: 11, 10: 8, 9: 5}.get(precision, 5)] + (
                "s" if precision == 8 else ""
            )
        case QuantityValue(amount, unit):
            return amount.lstrip("+") + (f" {_item(unit)}" if unit != "1" else "")
        case CoordinateValue(latitude, longitude):
            return f"{latitude}, {longitude}"
        case MonolingualValue(string, language):
            return f"{string} ({language})"
        case None:
            return text.t("report.some-value")


def _snak(snak: Snak) -> str:
    shown = text.t("report.no-value") if snak.snaktype == "novalue" else value(snak.value)
    return f"{_label(snak.property)}: {shown}"


def statement_line(statement: Statement) -> str:
    """creator: (not an item) [author name string: Anna]."""
    qualifiers = "; ".join(_snak(q) for q in statement.qualifiers)
    return _snak(statement.snak) + (f" [{qualifiers}]" if qualifiers else "")


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """One line a sentence, with all the rows and the column it is about."""
    rows: dict[tuple[str, str], list[int]] = {}
    for problem in problems:
        what = f"{text.t(f'cli.severity.{problem.severity}')}: {text.problem(problem)}"
        if problem.second is not None and problem.second.cell is not None:
            what += f" ({text.t('cli.choose-private')})"
        elif (
            problem.second is None
            and problem.fix
            and problem.fix.value is not None
            and problem.fix.cell is None
        ):
            what += f" ({text.t('cli.fix', value=problem.fix.value)})"
        about = rows.setdefault((problem.field or "", what), [])
        if problem.row is not None:
            about.append(problem.row)
    for (field, what), numbers in rows.items():
        where = _rows_in_words(numbers) + (f", {field}" if field else "")
        yield f"{where}: {what}"


def _rows_in_words(numbers: list[int]) -> str:
    """In words: row 4; rows 2-6, 9; the sheet when it is none of them."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1][1:] = [number]
        else:
            runs.append([number])
    if not runs:
        return text.t("cli.whole-sheet")
    shown = ", ".join("-".join(map(str, run)) for run in runs)
    return text.t("cli.row" if shown.isdigit() else "cli.rows", row=shown)
