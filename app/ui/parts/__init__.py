"""Parts every page is made of: they know the theme and nothing of projects."""

from app.ui.parts.badge import TargetBadge
from app.ui.parts.band import PracticeBand
from app.ui.parts.bars import Bar, SegmentBar
from app.ui.parts.buttons import GAP, Choice, MainButton, button, icon_button, tool_button
from app.ui.parts.cards import ActionCard, DropZone, RowButton, card, dashed_frame, rule
from app.ui.parts.flow import Flow
from app.ui.parts.labels import Elided, TwoLines, icon_label, label
from app.ui.parts.notices import Notice, NoticePlace
from app.ui.parts.pills import STATES, Chip, Pill, state_pill
from app.ui.parts.sections import Section
from app.ui.parts.steps import StepBar
from app.ui.parts.ticks import TickBox, WrappedTick

__all__ = [
    "GAP",
    "STATES",
    "ActionCard",
    "Bar",
    "Chip",
    "Choice",
    "DropZone",
    "Elided",
    "Flow",
    "MainButton",
    "Notice",
    "NoticePlace",
    "Pill",
    "PracticeBand",
    "RowButton",
    "Section",
    "SegmentBar",
    "StepBar",
    "TargetBadge",
    "TickBox",
    "TwoLines",
    "WrappedTick",
    "button",
    "card",
    "dashed_frame",
    "icon_button",
    "icon_label",
    "label",
    "rule",
    "state_pill",
    "tool_button",
]
