"""The practice wiki: a small HTTP server that answers like api.php of a wiki with structured data,
keeps what was uploaded in a folder, and shows it as pages in a browser. Nothing is published.

Held to tests/data/wiki/answers.json (MediaWiki 1.39.17 with Wikibase), see tests/core/practice.
"""

from app.core.practice.conduct import Conduct
from app.core.practice.server import Practice, reset, running
from app.core.practice.siteinfo import MARK, SITE_NAME

__all__ = ["MARK", "SITE_NAME", "Conduct", "Practice", "reset", "running"]
