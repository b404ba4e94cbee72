"""The wiki over the network: the only room that uses pywikibot."""

from app.core.commons.commons import PRACTICE_USER, Commons, connect
from app.core.targets import resolve

__all__ = ["PRACTICE_USER", "Commons", "connect", "resolve"]
