"""A real MediaWiki from Debian's packages on loopback: installed anew, set up like Commons.

It has no structured data. Its program is /usr/share/mediawiki; settings, database and pictures
lie in the folder given, which may be copied: a copy that is started is a wiki of its own. Served by
PHP's own server with four processes.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import requests
from requests.adapters import HTTPAdapter
from urllib3.util import Retry

PROGRAM = Path("/usr/share/mediawiki")
GRANTS = "basic,highvolume,editpage,createeditmovepage,uploadfile,uploadeditmovefile"
BOT_LETTERS = "0123456789abcdefghijklmnopqrstuvw"
UPLOAD_LIMIT = 100 * 1024 * 1024

SETTINGS = r"""
$wgDBservers = [ [ 'type' => 'sqlite', 'dbname' => $wgDBname, 'dbDirectory' => __DIR__, 'host' => '',
    'user' => '', 'password' => '', 'tablePrefix' => '', 'load' => 1, 'flags' => DBO_DEFAULT,
    'trxMode' => 'IMMEDIATE', 'variables' => [ 'synchronous' => 'NORMAL' ] ] ];
$wgEnableUploads = true;
$wgFileExtensions = [ 'png', 'gif', 'jpg', 'jpeg', 'webp', 'tif', 'tiff', 'svg', 'pdf', 'djvu',
    'xcf', 'ogg', 'oga', 'ogv', 'opus', 'flac', 'wav', 'mp3', 'mid', 'webm', 'stl' ];
$wgMaxUploadSize = UPLOAD_LIMIT;
$wgUploadDirectory = __DIR__ . '/images';
$wgUploadPath = '/images';
$wgTmpDirectory = __DIR__ . '/tmp';
$wgCacheDirectory = __DIR__ . '/cache';
$wgUseImageMagick = false;
$wgGenerateThumbnailOnParse = false;
$wgEnableEmail = false;
$wgRateLimits = [];
$wgShowExceptionDetails = true;
$wgDebugLogGroups['exception'] = __DIR__ . '/exceptions.log';
$wgMaxShellMemory = 0;
wfLoadExtension( 'TitleBlacklist' );
$wgTitleBlacklistSources = [ [ 'type' => 'file', 'src' => __DIR__ . '/blacklist.txt' ] ];
$wgTitleBlacklistBlockAutoAccountCreation = false;
$wgEnableAsyncUploads = is_file( __DIR__ . '/jobs' );
if ( $wgEnableAsyncUploads ) {
    $wgJobRunRate = 9;
    $wgJobTypesExcludedFromDefaultQueue = [];
}
if ( is_file( __DIR__ . '/now.php' ) ) {
    require __DIR__ . '/now.php';
}
"""
"""UPLOAD_LIMIT is filled in."""
_PLACES = (
    (re.compile(r"^\$wgSQLiteDataDir = .*;$", re.MULTILINE), "$wgSQLiteDataDir = __DIR__;"),
    (re.compile(r"^\$wgServer = (.*);$", re.MULTILINE),
     r"$wgServer = isset( $_SERVER['HTTP_HOST'] ) ? 'http://' . $_SERVER['HTTP_HOST'] : \1;"),
)  # fmt: skip
"""Where the installer writes folder and address down: a copy has others."""

BLACKLIST = r"""
# Names of cameras, as on Commons
File:(IMG|DSC|DSCN|DSCF)[ _-]?\d+\..*
File:.*forbidden word.*
"""

ROUTER = r"""<?php
$path = urldecode( parse_url( $_SERVER['REQUEST_URI'], PHP_URL_PATH ) );
if ( strpos( $path, '/images/' ) !== 0 ) {
    return false;
}
$images = realpath( __DIR__ . '/images' );
$file = realpath( __DIR__ . $path );
if ( !$file || strpos( $file, $images . '/' ) !== 0 || !is_file( $file ) ) {
    http_response_code( 404 );
    return true;
}
header( 'Content-Type: ' . mime_content_type( $file ) );
header( 'Content-Length: ' . filesize( $file ) );
readfile( $file );
"""


def _password(length: int) -> str:
    """Letters and digits only: it is an argument of a script too, and must not begin with a dash."""
    return "".join(secrets.choice(BOT_LETTERS) for _ in range(length))


class MediaWiki:
    """A wiki that runs inside the `with` block. `settings` = more PHP for LocalSettings.php;
    `compiled` = a folder in which PHP keeps what it compiled: wikis that share it start sooner.
    `jobs` = large files are put together and published in the wiki's own time, as on Commons.

    `api` is the address of api.php; `user` and `password` those of a bot password of an ordinary
    account; `account` and `account_password` the account itself; `images` the folder of the
    files; `database` the SQLite file.
    """

    account = "Uploader"
    user = "Uploader@kabocha"
    admin = "Keeper"

    def __init__(
        self, folder: Path, settings: str = "", *, compiled: Path | None = None, jobs: bool = False
    ) -> None:
        self.folder = folder.absolute()
        self.images = self.folder / "images"
        self.database = self.folder / "kabocha.sqlite"
        self.log = self.folder / "server.log"
        self.account_password = _password(24)
        self.admin_password = _password(24)
        self.password = _password(32)
        self.port = _free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self.api = f"{self.address}/api.php"
        self._settings = settings
        self._compiled = compiled
        self._jobs = jobs
        self._server: subprocess.Popen[bytes] | None = None
        self._visitor: threading.Thread | None = None
        self._is_left = threading.Event()
        self.session = requests.Session()
        retry = Retry(connect=60, read=3, status=0, backoff_factor=0.05, backoff_max=0.5)
        self.session.mount("http://", HTTPAdapter(max_retries=retry))

    @staticmethod
    def missing() -> list[str]:
        """What is not installed on this machine, [] when all is there."""
        needed = {"php8.2-cli": bool(shutil.which("php")), "mediawiki": PROGRAM.is_dir()}
        if needed["php8.2-cli"]:
            modules = subprocess.run(["php", "-m"], capture_output=True, text=True, check=True)
            needed["php8.2-sqlite3"] = "pdo_sqlite" in modules.stdout
        return [name for name, there in needed.items() if not there]

    def __enter__(self) -> Self:
        self.install()
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
        self.session.close()

    # -- install, start, stop ----------------------------------------------------------------

    def install(self) -> None:
        """A new wiki with its accounts."""
        for name in ("images", "tmp", "cache"):
            (self.folder / name).mkdir(parents=True)
        (self.folder / "blacklist.txt").write_text(BLACKLIST, "utf-8")
        (self.folder / "router.php").write_text(ROUTER, "utf-8")
        self._php(
            str(PROGRAM / "maintenance" / "install.php"),
            *("--dbtype", "sqlite", "--dbpath", str(self.folder), "--dbname", "kabocha"),
            *("--confpath", str(self.folder), "--scriptpath", "", "--server", self.address),
            *("--lang", "en", "--pass", self.admin_password, "Test wiki", self.admin),
        )
        self._settle()
        self.maintenance("createAndPromote", self.account, self.account_password)
        app = self.user.partition("@")[2]
        self.maintenance(
            "createBotPassword", "--appid", app, "--grants", GRANTS, self.account, self.password
        )

    def _settle(self) -> None:
        """Complete what the installer wrote."""
        place = self.folder / "LocalSettings.php"
        text = place.read_text("utf-8")
        for found, instead in _PLACES:
            text, count = found.subn(instead, text)
            assert count == 1, found.pattern
        text += SETTINGS.replace("UPLOAD_LIMIT", str(UPLOAD_LIMIT)) + self._settings
        place.write_text(text, "utf-8")

    def maintenance(self, script: str, *arguments: str, told: str = "") -> str:
        """Run a maintenance script (`update`, `runJobs`, …) and give its output; it is `told` what
        stands on its standard input.
        """
        path = PROGRAM / "maintenance" / f"{script}.php"
        conf = ("--conf", str(self.folder / "LocalSettings.php"))
        return self._php(str(path), *conf, *arguments, told=told)

    def _php(self, *arguments: str, told: str = "") -> str:
        done = subprocess.run(
            ["php", "-d", "memory_limit=512M", *arguments],
            env=self._environment(),
            cwd=self.folder,
            input=told,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{Path(arguments[0]).name}: {done.stdout}{done.stderr}")
        return done.stdout

    def _environment(self) -> dict[str, str]:
        environment = {k: v for k, v in os.environ.items() if k in {"PATH", "LANG", "HOME"}}
        environment["TMPDIR"] = str(self.folder / "tmp")
        return environment

    def start(self) -> None:
        """Serve, and wait until the wiki answers."""
        limit = f"{UPLOAD_LIMIT // 1024 // 1024 + 8}M"
        options = {"upload_max_filesize": limit, "post_max_size": limit, "memory_limit": "512M"}
        options |= {"display_errors": "0", "max_execution_time": "120"}
        options["opcache.revalidate_freq"] = "0"
        if self._compiled:
            self._compiled.mkdir(exist_ok=True)
            options["opcache.file_cache"] = str(self._compiled)
        command = ["php", *(part for k, v in options.items() for part in ("-d", f"{k}={v}"))]
        command += ["-S", f"127.0.0.1:{self.port}", "-t", str(PROGRAM)]
        environment = self._environment() | {"PHP_CLI_SERVER_WORKERS": "4"}
        environment["MW_CONFIG_FILE"] = str(self.folder / "LocalSettings.php")
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [*command, str(self.folder / "router.php")],
                env=environment, cwd=self.folder, stdin=subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        answer = self.ask(action="query", meta="siteinfo")
        assert answer["query"]["general"]["generator"].startswith("MediaWiki")
        if self._jobs:
            (self.folder / "jobs").touch()
            self._is_left.clear()
            self._visitor = threading.Thread(target=self._visit, name="visitor")
            self._visitor.start()

    def _visit(self) -> None:
        """Look at a page again and again: each visit runs the jobs that wait."""
        while not self._is_left.wait(0.5):
            page = f"{self.address}/index.php?title=Special:BlankPage"
            with suppress(requests.ConnectionError):
                requests.get(page, timeout=60).close()

    def stop(self, *, calmly: bool = False) -> None:
        """Kill the server and all its processes, `calmly` once they did what they were asked for.
        The wiki keeps what it has.
        """
        self._is_left.set()
        if self._visitor:
            self._visitor.join()
            self._visitor = None
        server, self._server = self._server, None
        if server is None:
            return
        os.killpg(server.pid, signal.SIGINT if calmly else signal.SIGKILL)
        server.wait(120)
        if calmly and self._jobs:
            self.maintenance("runJobs")

    @contextmanager
    def turned(self, settings: str) -> Iterator[None]:
        """More PHP for LocalSettings.php, inside the `with` block only."""
        place = self.folder / "now.php"
        place.write_text(f"<?php\n{settings}\n", "utf-8")
        try:
            yield
        finally:
            place.unlink()

    # -- what is on the wiki ------------------------------------------------------------------

    def ask(self, **parameters: str | int) -> dict[str, Any]:
        """One question to the API, not signed in."""
        values = {"format": "json", "formatversion": "2", **parameters}
        answer = self.session.get(self.api, params=values, timeout=60)
        answer.raise_for_status()
        return answer.json()

    def _page(self, title: str, **parameters: str | int) -> dict[str, Any]:
        title = title if ":" in title else f"File:{title}"
        return self.ask(action="query", titles=title, **parameters)["query"]["pages"][0]

    def file_bytes(self, title: str) -> bytes:
        """The bytes on the wiki's disk. KeyError when there is no such file."""
        name = title.removeprefix("File:").replace(" ", "_")
        digest = hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
        path = self.images / digest[0] / digest[:2] / name
        if not path.is_file():
            raise KeyError(title)
        return path.read_bytes()

    def page_text(self, title: str) -> str:
        """The wikitext of a page. KeyError when there is no such page."""
        page = self._page(title, prop="revisions", rvprop="content", rvslots="main")
        if "revisions" not in page:
            raise KeyError(title)
        return page["revisions"][0]["slots"]["main"]["content"]

    def revisions(self, title: str) -> list[dict[str, Any]]:
        """The page's revisions, newest first (ids, user, comment); [] when there is none."""
        page = self._page(title, prop="revisions", rvprop="ids|user|comment|size", rvlimit="max")
        return page.get("revisions", [])

    def file_versions(self, title: str) -> list[dict[str, Any]]:
        """The file's versions, newest first (sha1, size, user); [] when there is none."""
        page = self._page(title, prop="imageinfo", iiprop="sha1|size|user|mime", iilimit="max")
        return page.get("imageinfo", [])

    def files(self) -> list[str]:
        """Titles of all files, with File:."""
        answer = self.ask(action="query", list="allimages", ailimit="max")
        return [image["title"] for image in answer["query"]["allimages"]]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
