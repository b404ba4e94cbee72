"""The pages of the five steps."""

from app.ui.pages.page import Page, Status

__all__ = ["Page", "Status"]
