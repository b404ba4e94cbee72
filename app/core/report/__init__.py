"""What happened, for one target: a summary, a web page to show, and the user's own sheet with
the addresses added.
"""

from app.core.report.page import write_page
from app.core.report.roundtrip import write_sheet
from app.core.report.summary import RowReport, Summary, summarise

__all__ = ["RowReport", "Summary", "summarise", "write_page", "write_sheet"]
