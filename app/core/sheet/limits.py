"""What a sheet may be at most, and the memory and time its reading may take."""

from __future__ import annotations

MEGABYTE = 1_000_000
CONTAINER_BYTES = 64 * MEGABYTE
"""The file itself."""
UNPACKED_BYTES = 256 * MEGABYTE
"""All parts of a zipped workbook together; also the text that is read out of a sheet."""
PARTS = 10_000
"""Parts in a zipped workbook."""
ROWS = 200_000
COLUMNS = 500
CELL_CHARACTERS = 32_767
"""Excel's own limit."""
AREA = 20_000_000
"""Cells of the rectangle that holds all content: readers keep it dense in memory."""
MEMORY_BYTES = 2_000_000_000
"""Address space of the reading process."""
SECONDS = 120.0
"""Longest time for reading one sheet."""
