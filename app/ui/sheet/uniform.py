"""Texts for many cells of which all in a column get the same: kept as blocks, and told one by one only
when they are written, beside the window.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, Mapping

Cell = tuple[int, int]
"""Row and column of the model."""
Block = tuple[range, Mapping[int, str]]
"""Rows, and the text of each column."""


class Uniform(Mapping[Cell, str]):
    """Blocks of cells, row by row; where they overlap the last one counts."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self.blocks = tuple((rows, texts) for rows, texts in blocks if rows and texts)

    def __getitem__(self, cell: Cell) -> str:
        for rows, texts in reversed(self.blocks):
            if cell[0] in rows and cell[1] in texts:
                return texts[cell[1]]
        raise KeyError(cell)

    def __iter__(self) -> Iterator[Cell]:
        return (cell for cell, _ in self.items())

    def __len__(self) -> int:
        """How many; those of several blocks several times."""
        return sum(len(rows) * len(texts) for rows, texts in self.blocks)

    def items(self) -> ItemsView[Cell, str]:
        """Cells and their texts."""
        return _Items(self)


class _Items(ItemsView[Cell, str]):
    """Quicker than by asking for each cell."""

    def __init__(self, of: Uniform) -> None:
        super().__init__(of)
        self._blocks = of.blocks

    def __iter__(self) -> Iterator[tuple[Cell, str]]:
        for rows, texts in self._blocks:
            every = tuple(texts.items())
            for row in rows:
                for column, text in every:
                    yield (row, column), text
