"""Page text: cells made safe, and pages rendered from fields or from a FreeMarker layout."""

from app.core.wikitext import pattypan
from app.core.wikitext.neutralise import neutralise
from app.core.wikitext.page import Page, layout_problems, render

__all__ = ["Page", "layout_problems", "neutralise", "pattypan", "render"]
