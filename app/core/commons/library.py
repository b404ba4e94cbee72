"""pywikibot, started so that it reads no foreign configuration, asks nothing and keeps nothing.

What Kabocha takes from it: the family tables (where a wiki and its api.php are), the `Site` object,
the user agent, the http session and cookie jar. Requests, sign-in and tokens go through our own
`call` (see `app.core.commons.caller`): pywikibot 11.9 takes an error in the plaintext format for a
success, and its upload shortens a file that ends in a carriage return.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
import threading
from hashlib import sha1
from pathlib import Path
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import app
from app.core import paths
from app.core.cancel import Cancel
from app.core.commons.transport import STALL_SECONDS, Transport
from app.core.model import Target

USER_AGENT = f"Kabocha/{app.__version__} ({{script_comments}}) {{pwb}} {{http_backend}}"

_lock = threading.Lock()


def _folder() -> Path:
    """Pywikibot's own folder, with an empty user-config.py: it is executed when it is not empty."""
    folder = paths.data() / "pywikibot"
    folder.mkdir(mode=0o700, exist_ok=True)
    config = folder / "user-config.py"
    config.write_bytes(b"")
    config.chmod(0o600)
    return folder


def start() -> ModuleType:
    """Import pywikibot (0.3 to 0.8 s the first time: not on the thread of a window)."""
    with _lock:
        folder = _folder()
        if "pywikibot" not in sys.modules:
            _first_import(folder)
        pywikibot = importlib.import_module("pywikibot")
        pywikibot.config.base_dir = str(folder)
        return pywikibot


def _first_import(folder: Path) -> None:
    os.environ["PYWIKIBOT_NO_USER_CONFIG"] = "2"
    os.environ["PYWIKIBOT_DIR"] = str(folder)
    arguments = sys.argv
    sys.argv = arguments[:1] or ["kabocha"]  # its configuration reads -dir:, -config: and -v
    try:
        pywikibot = importlib.import_module("pywikibot")
        importlib.import_module("pywikibot.comms.http")
        importlib.import_module("pywikibot.family")
        importlib.import_module("pywikibot.site")
        pywikibot.bot.set_interface("buffer")
    finally:
        sys.argv = arguments
        logging.captureWarnings(False)  # noqa: FBT003  (the only parameter it has)
    pywikibot.config.user_agent_format = USER_AGENT
    pywikibot.config.max_retries = 0
    pywikibot.config.socket_timeout = (10, 60)
    pywikibot.config.solve_captcha = False
    pywikibot.config.put_throttle = 0


def _quiet_site(pywikibot: ModuleType) -> type[Any]:
    """A Site class that does not sign in by itself: its constructor would ask the network."""

    def login(*_args: object, **_named: object) -> None:
        """Nothing: `Caller` signs in."""

    return type("QuietSite", (pywikibot.site.DataSite,), {"login": login})


def _family(pywikibot: ModuleType, api: str) -> tuple[str, Any]:
    """A family for any wiki with structured data, named after its address: pywikibot keeps Site
    objects by family name.
    """
    parts = urlsplit(api)
    name = "kabocha-" + sha1(api.encode(), usedforsecurity=False).hexdigest()[:12]

    def protocol(_family: object, _code: str) -> str:
        return parts.scheme

    def scriptpath(_family: object, _code: str) -> str:
        return parts.path.removesuffix("/api.php")

    bases = (pywikibot.family.SingleSiteFamily, pywikibot.family.DefaultWikibaseFamily)
    members = {
        "name": name,
        "domain": parts.netloc,
        "protocol": protocol,
        "scriptpath": scriptpath,
    }
    return name, type("Family", bases, members)()


def make_site(target: Target, user: str) -> Any:
    """The pywikibot Site of a target for a user; no request is made."""
    pywikibot = start()
    code, family = (
        (target.name, "commons")
        if target.name in ("commons", "test", "beta")
        else _family(pywikibot, target.api)
    )
    return pywikibot.Site(code, family, user=user, interface=_quiet_site(pywikibot))


def api_address(site: Any) -> str:
    """The address of a Site's api.php."""
    return str(site.base_url(site.apipath()))


def user_agent(site: Any) -> str:
    """Who we are, with the page of the account as the way to reach its owner."""
    return str(start().comms.http.user_agent(site))


def make_session() -> Any:
    """A session of the kind pywikibot uses, with a cookie jar of pywikibot's class.

    Not its global one: that has one jar for all wikis, and a cookie knows no port, so that two
    sign-ins (a rehearsal beside the real thing) would mix. The jar is never loaded nor saved.
    """
    http = start().comms.http
    session = type(http.session)()
    session.cookies = http.PywikibotCookieJar()
    return session


def make_transport(
    target: Target, user: str, cancel: Cancel, stall_seconds: float = STALL_SECONDS
) -> Transport:
    """The wire to a target, for a user ("" = nobody in particular); no request is made."""
    page = make_site(target, user.partition("@")[0])
    return Transport(
        make_session(), api_address(page), user_agent(page), cancel, stall_seconds=stall_seconds
    )
