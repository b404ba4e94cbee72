"""The last ratios that were kept: a figure with a yardstick must not get worse by more than a quarter.

KEEP=1 make bench PART=editor      keeps what was measured now
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from tests.bench.figure import Figure

PLACE = Path(__file__).with_name("kept.json")


class Kept:
    """Ratios by the name of their figure."""

    def __init__(self, place: Path = PLACE) -> None:
        self._place = place
        self._ratios: dict[str, float] = (
            json.loads(place.read_text("utf-8")) if place.exists() else {}
        )

    def beside(self, figure: Figure) -> Figure:
        """The figure with the ratio that was kept, if there is one."""
        return replace(figure, kept=self._ratios.get(figure.name))

    def keep(self, figure: Figure) -> None:
        """Keep a figure's ratio from now on."""
        if figure.ratio is not None:
            self._ratios[figure.name] = round(figure.ratio, 3)
            text = json.dumps(self._ratios, indent=1, sort_keys=True, ensure_ascii=False)
            self._place.write_text(text + "\n", "utf-8")
