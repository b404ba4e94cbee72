"""Readings as short texts for tables."""


def short_time(value):
    letter = "J" if value.calendar.endswith("Q1985786") else ""
    return f"{value.time.removesuffix('T00:00:00Z')}/{value.precision}{letter}"


def short_snak(snak):
    value = snak.value
    shown = (
        short_time(value)
        if hasattr(value, "time")
        else getattr(value, "id", None) or getattr(value, "text", None) or value.amount
    )
    return f"{snak.property}={shown}"


def short(reading):
    """+1890-00-00/9 [P1480=Q5727902], or somevalue [...]."""
    head = short_time(reading.value) if hasattr(reading.value, "time") else reading.snaktype
    tail = " ".join(short_snak(q) for q in reading.qualifiers)
    return f"{head} [{tail}]" if tail else head


def codes(result):
    return [p.code for p in result.problems]
