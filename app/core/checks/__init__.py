"""Checks: what is wrong with a batch, offline (on every edit) and online (before sending)."""

from app.core.checks.batch import Batch
from app.core.checks.checker import Checker, offline
from app.core.checks.grouping import Group, groups
from app.core.checks.online import online
from app.core.checks.private_rules import chosen

__all__ = ["Batch", "Checker", "Group", "chosen", "groups", "offline", "online"]
