"""The same files sent by pywikibot's own `site.upload` and `editEntity`: what ours is held against.

    python -m tests.bench.bot JOBS API      prints what it cost, as tests.bench.send does

JOBS is a JSON list of `{"path", "title", "text", "data"}`. Its throttle is at 0, its bodies and
requests are its own. It uploads without asking whether the bytes are there already, and ignores
warnings, so that it pays for no question that we ask.
"""

from __future__ import annotations

import http.client
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.bench import memory

CHUNK = 5_000_000
"""Bytes of a chunk: smaller files go in one request, as ours do up to 4 MiB."""
SUMMARY = "Uploaded with pywikibot"


class Meter:
    """Counts what pywikibot writes to sockets, below anything of its own."""

    def __init__(self) -> None:
        self.requests = self.sent = 0
        plain_send, plain_head = (
            http.client.HTTPConnection.send,
            http.client.HTTPConnection.putrequest,
        )

        def send(connection: Any, data: Any) -> None:
            self.sent += len(data)
            plain_send(connection, data)

        def putrequest(connection: Any, *given: Any, **named: Any) -> None:
            self.requests += 1
            plain_head(connection, *given, **named)

        http.client.HTTPConnection.send = send  # type: ignore[method-assign]  # counts, and goes on
        http.client.HTTPConnection.putrequest = putrequest  # type: ignore[method-assign]  # the same


def start(folder: Path) -> Any:
    """Import pywikibot with an empty configuration of its own."""
    (folder / "user-config.py").touch(mode=0o600)
    os.environ |= {"PYWIKIBOT_NO_USER_CONFIG": "2", "PYWIKIBOT_DIR": str(folder)}
    sys.argv = sys.argv[:1]
    import pywikibot
    from pywikibot.comms import http as http_of_bot

    pywikibot.bot.set_interface("buffer")
    config = pywikibot.config
    config.base_dir = str(folder)
    config.put_throttle = config.minthrottle = config.maxthrottle = 0
    http_of_bot.session.trust_env = False
    http_of_bot.cookie_jar.save = lambda **_named: None
    return pywikibot


def sign_in(pywikibot: Any, api: str) -> Any:
    """A Site of the practice wiki with structured data, signed in as a bot password would be."""
    from pywikibot import family
    from pywikibot.login import ClientLoginManager, LoginStatus

    parts = urlsplit(api)
    bases = (family.SingleSiteFamily, family.DefaultWikibaseFamily)
    members = {
        "name": "bench",
        "domain": parts.netloc,
        "protocol": lambda _self, code: parts.scheme,
        "scriptpath": lambda _self, code: parts.path.removesuffix("/api.php"),
    }
    quiet = type("QuietSite", (pywikibot.site.DataSite,), {"login": lambda *_a, **_n: None})
    site = pywikibot.Site("bench", type("Family", bases, members)(), user="Bench", interface=quiet)
    manager = ClientLoginManager(password="bench", site=site, user="Bench")
    assert manager.login()
    site._loginstatus = LoginStatus.AS_USER
    return site


def send(pywikibot: Any, site: Any, job: dict[str, Any]) -> None:
    """Upload one file with its page, then its captions and statements in one edit."""
    page = pywikibot.FilePage(site, "File:" + job["title"])
    sent = site.upload(
        page, source_filename=job["path"], summary=SUMMARY, text=job["text"],
        ignore_warnings=True, chunk_size=CHUNK, report_success=False,
    )  # fmt: skip
    assert sent, job["title"]
    data = job["data"]
    if data["claims"] or data["labels"]:
        page.data_item().editEntity(data, summary=SUMMARY, bot=False)


def main(jobs: Path, api: str) -> dict[str, float]:
    """Send all. Starting and signing in are not counted."""
    todo = json.loads(jobs.read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="bot-") as home:
        pywikibot = start(Path(home))
        site = sign_in(pywikibot, api)
        site.siteinfo.get("general")
        site.tokens["csrf"]
        meter = Meter()
        idle = memory.resident()
        memory.start_peak()
        began = time.perf_counter()
        for job in todo:
            send(pywikibot, site, job)
        return {
            "done": len(todo),
            "requests": meter.requests,
            "sent": meter.sent,
            "payload": sum(Path(job["path"]).stat().st_size for job in todo),
            "idle": idle,
            "peak": memory.peak(),
            "seconds": time.perf_counter() - began,
        }


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]), sys.argv[2])))
