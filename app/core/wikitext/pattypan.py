"""A template's pages as Pattypan makes them: one text a column, and a layout that puts them together.

Each text is written as Kabocha puts it on the page: with its language, its licence tag, made safe.
So both programs make the same page from the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from app.core import fields
from app.core.model import Entry, Layout
from app.core.wikitext.page import UNCATEGORISED, parts

_NOT_IN_NAMES = re.compile(r"[^0-9A-Za-z_]+")
LOCATION = "location_templates"
LICENCE, PARTNERSHIP, CATEGORIES = "license", "partnership", "categories"


def column(parameter: str) -> str:
    """The header of a parameter's column: layouts call it by that."""
    return _NOT_IN_NAMES.sub("_", parameter)


def columns(layout: Layout) -> tuple[str, ...]:
    """Every column that a layout may name, in Pattypan's order: the categories last."""
    named = (column(one.name) for one in fields.template(layout.template).parameters)
    return (*named, LOCATION, LICENCE, PARTNERSHIP, CATEGORIES)


def texts(entry: Entry, layout: Layout) -> dict[str, str]:
    """The texts of a row by column; none that is empty."""
    made = parts(entry, layout)
    found = {column(name): value for name, value in made.parameters.items()}
    found[LOCATION] = "\n".join(made.locations)
    found[LICENCE], found[PARTNERSHIP] = made.licence, made.partnership
    found[CATEGORIES] = "; ".join(made.categories)
    return {name: text for name, text in found.items() if text}


def layout_text(layout: Layout, used: Collection[str]) -> str:
    """The layout for a workbook with these columns, and categories, beside path and name."""
    page = fields.template(layout.template)
    lines = ["=={{int:filedesc}}==", "{{" + page.template]
    for one in page.parameters:
        name = column(one.name)
        line = f"|{one.name}=${{{name}}}"
        if name in used:
            lines += [line] if one.required else _if([name], line)
        elif one.required:
            lines.append(f"|{one.name}=")
    lines.append("}}")
    if LOCATION in used:
        lines += _if([LOCATION], f"${{{LOCATION}}}")
    lines.append("")
    if licences := [name for name in (LICENCE, PARTNERSHIP) if name in used]:
        calls = "".join(f"${{{name}}}" for name in licences)
        lines += _if(licences, "=={{int:license-header}}==", calls, "")
    lines += [
        '<#if categories?has_content><#list categories?split(";") as c>',
        "[[Category:${c?trim}]]",
        "</#list><#else>",
        UNCATEGORISED,
        "</#if>",
    ]
    return "\n".join(lines)


def _if(names: Collection[str], *lines: str) -> list[str]:
    """Lines that are left out where all these columns are empty."""
    return [f"<#if {' || '.join(f'{n}?has_content' for n in names)}>", *lines, "</#if>"]
