"""The nouns every room shares: plain frozen data, no behaviour that needs a library."""

from app.core.model.datavalue import (
    CoordinateValue,
    DataValue,
    Description,
    ItemValue,
    MonolingualValue,
    QuantityValue,
    Snak,
    SnakType,
    Statement,
    StringValue,
    TimeValue,
)
from app.core.model.entry import Cell, Entry, TextMode
from app.core.model.plan import LEFT_OUT, Original, Plan, RowState
from app.core.model.private import Choice, Private
from app.core.model.problem import Fix, Problem, Severity
from app.core.model.sheet import (
    LAST_ROW,
    Column,
    Layout,
    Meaning,
    MeaningKind,
    Row,
    Table,
    TableRow,
)
from app.core.model.target import PropertyNames, Target

__all__ = [
    "LAST_ROW",
    "LEFT_OUT",
    "Cell",
    "Choice",
    "Column",
    "CoordinateValue",
    "DataValue",
    "Description",
    "Entry",
    "Fix",
    "ItemValue",
    "Layout",
    "Meaning",
    "MeaningKind",
    "MonolingualValue",
    "Original",
    "Plan",
    "Private",
    "Problem",
    "PropertyNames",
    "QuantityValue",
    "Row",
    "RowState",
    "Severity",
    "Snak",
    "SnakType",
    "Statement",
    "StringValue",
    "Table",
    "TableRow",
    "Target",
    "TextMode",
    "TimeValue",
]
