"""What happened, for one target: a summary, a web page to show, and the user's own sheet with
the addresses added.
"""

from app.core.report.forecast import Forecast, Limited
from app.core.report.meter import line
from app.core.report.news import told
from app.core.report.pace import Pace
from app.core.report.page import Thumbnail, write_page
from app.core.report.roundtrip import write_sheet
from app.core.report.summary import RowReport, Summary, row_report, summarise
from app.core.report.words import clock, headline, problem_lines, row_words, statement_line, value

__all__ = [
    "Forecast",
    "Limited",
    "Pace",
    "RowReport",
    "Summary",
    "Thumbnail",
    "clock",
    "headline",
    "line",
    "problem_lines",
    "row_report",
    "row_words",
    "statement_line",
    "summarise",
    "told",
    "value",
    "write_page",
    "write_sheet",
]
