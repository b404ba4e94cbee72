"""What a file may hold that its sender may want to keep private, and what a person chose about it."""

from __future__ import annotations

from enum import StrEnum


class Private(StrEnum):
    """Kinds of private facts inside a file.

    What a person chose about them is kept with the row like the text of a cell, under an id that
    no column has: so it is saved, undone and copied as every other text of the row.
    """

    POSITION = "position"
    """Where the picture was taken."""
    OWNER = "owner"
    """Whose camera it was: the owner's name, the numbers of camera and lens."""

    @property
    def cell(self) -> int:
        """Id under which a row keeps the choice."""
        return -1 if self is Private.POSITION else -2


class Choice(StrEnum):
    """What a person chose; no choice = the file is sent as it is, and a hint says so."""

    KEEP = "keep"
    REMOVE = "remove"
    """A copy without it is sent."""
