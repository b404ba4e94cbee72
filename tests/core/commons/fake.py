"""A tiny wiki on a real socket that can be told to fail: enough of api.php for one upload.

Not the practice wiki: it knows only what these tests need, and breaks where it is told to.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import socket
import ssl
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PASSWORD = "practice-password"


@dataclass
class Fault:
    """Breaks the next `times` requests that match. `kind`: reset (nothing done), lost (done, no
    answer), truncated (done, half an answer), status (not done), after (done, then a status),
    html (a captive portal), error (not done, an API error), answer (not done, this JSON)."""

    kind: str
    match: Callable[[dict[str, str]], bool] = lambda params: True
    times: int = 1
    status: int = 503
    code: str = ""
    data: dict[str, Any] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    fired: int = 0


def action(name: str, **wanted: str) -> Callable[[dict[str, str]], bool]:
    """Matches requests of one action with these parameters ("" = must be absent)."""

    def match(params: dict[str, str]) -> bool:
        return params.get("action") == name and all(
            (params.get(k) is None) if v == "" else (v == "*" and k in params) or params.get(k) == v
            for k, v in wanted.items()
        )

    return match


def published(params: dict[str, str]) -> bool:
    """Matches requests that publish: whole files and stashed ones."""
    return (
        params.get("action") == "upload" and "stash" not in params and "checkstatus" not in params
    )


class ApiError(Exception):
    def __init__(self, code: str, text: str = "", **data: Any) -> None:
        super().__init__(code)
        self.code, self.text, self.data = code, text or f"text of {code}", data


@dataclass
class Version:
    content: bytes
    user: str
    comment: str
    timestamp: str

    @property
    def sha1(self) -> str:
        return hashlib.sha1(self.content).hexdigest()


@dataclass
class Stashed:
    size: int
    content: bytearray
    user: str
    status: dict[str, Any] | None = None


class FakeWiki:
    """State and answers; `start` and `stop` run it."""

    def __init__(self) -> None:
        self.files: dict[str, list[Version]] = {}
        self.texts: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.entities: dict[str, dict[str, Any]] = {}
        self.deleted: set[str] = set()
        self.prefixes = ("DSC ", "IMG ")
        self.stash: dict[str, Stashed] = {}
        self.sessions: dict[str, str] = {}
        self.faults: list[Fault] = []
        self.requests: list[dict[str, str]] = []
        self.web: dict[str, bytes] = {}
        """What lies on the web, by address."""
        self.chunks: list[int] = []
        """Sizes of the chunks that arrived whole."""
        self.times: Counter[str] = Counter()
        self.connections = 0
        self.edits = 0
        self.revision = 100
        self.polls = 0
        """How often an asynchronous job answers Poll before it is done."""
        self.max_file = 10**10
        self.rights = ["upload", "edit", "createpage", "read"]
        self.block: dict[str, Any] = {}
        self.extensions = [{"name": "WikibaseMediaInfo"}]
        self.clock: Callable[[], float] = lambda: datetime.now(UTC).timestamp()
        self._count = itertools.count(1)
        self._lock = threading.RLock()

    # serving

    def start(self, tls: ssl.SSLContext | None = None) -> str:
        wiki = self

        class Handler(_Handler):
            fake = wiki

        self._server = _Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()
        self.api = f"http://127.0.0.1:{self._server.server_port}/w/api.php"
        return self.api

    def stop(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def fail(self, kind: str, match: Callable[[dict[str, str]], bool], **more: Any) -> Fault:
        fault = Fault(kind, match, **more)
        self.faults.append(fault)
        return fault

    def fault_for(self, params: dict[str, str]) -> Fault | None:
        with self._lock:
            for fault in self.faults:
                if fault.fired < fault.times and fault.match(params):
                    fault.fired += 1
                    return fault
        return None

    # content

    def put(self, title: str, content: bytes, user: str = "Other", comment: str = "") -> None:
        """A file that is there already."""
        stamp = datetime.fromtimestamp(self.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        self.files.setdefault(title, []).append(Version(content, user, comment, stamp))
        self.texts.setdefault(title, "")
        self.ids.setdefault(title, next(self._count) + 1000)

    def uploads(self) -> list[dict[str, str]]:
        return [p for p in self.requests if published(p)]

    def doubled(self) -> list[str]:
        """Titles with more than one version."""
        return [t for t, versions in self.files.items() if len(versions) > 1]

    def answer(self, params: dict[str, str], file: bytes | None, cookie: str) -> dict[str, Any]:
        with self._lock:
            self.times[params.get("action", "")] += 1
            user = self.sessions.get(cookie, "")
            if params.get("assert") == "user" and not user:
                raise ApiError("assertuserfailed", "You are no longer logged in.")
            if "token" in params and params["token"] != "csrf+\\":
                raise ApiError("badtoken", "Invalid CSRF token.")
            handler = getattr(self, "do_" + params.get("action", ""), None)
            if handler is None:
                raise ApiError("badvalue", "Unrecognized value for parameter action")
            return handler(params, file, user, cookie)

    def do_login(self, params, file, user, cookie):
        if params.get("lgpassword") != PASSWORD or params["lgname"].startswith("wrong"):
            text = "Incorrect username or password entered."
            reason = {"code": "wrongpassword", "text": text}
            return {"login": {"result": "Failed", "reason": reason}}
        if user:
            raise ApiError("login-inside-session")
        name = params["lgname"].partition("@")[0]
        self.sessions[cookie] = name
        return {"login": {"result": "Success", "lguserid": 4, "lgusername": name}}

    def do_query(self, params, file, user, cookie):
        query: dict[str, Any] = {}
        meta = params.get("meta", "").split("|")
        if "tokens" in meta:
            kind = params.get("type", "csrf")
            query["tokens"] = {f"{kind}token": f"{kind}+\\"}
        if "siteinfo" in meta:
            query["general"] = {
                "wikiid": "fakewiki", "sitename": "Fake", "server": "http://fake.example",
                "articlepath": "/wiki/$1", "maxuploadsize": self.max_file, "readonly": False,
                "uploadsenabled": True, "generator": "MediaWiki 1.39",
            }  # fmt: skip
            query["fileextensions"] = [{"ext": "jpg"}, {"ext": "png"}]
            query["extensions"] = self.extensions
        if "userinfo" in meta:
            limits = {"upload": {"user": {"hits": 380, "seconds": 4320}}}
            query["userinfo"] = {
                "id": 4, "name": user, "rights": self.rights, "ratelimits": limits, **self.block
            }  # fmt: skip
        if "titles" in params:
            query["pages"] = [self._page(t) for t in params["titles"].split("|")]
        if params.get("list") == "allimages":
            found = [t for t, v in self.files.items() if v[-1].sha1 == params["aisha1"]]
            query["allimages"] = [{"title": f"File:{t}", "ns": 6} for t in found]
        if params.get("list") == "mystashedfiles":
            query["mystashedfiles"] = [
                {"filekey": key, "size": len(s.content), "status": "finished"}
                for key, s in self.stash.items()
                if len(s.content) == s.size
            ]
        if params.get("prop") == "stashimageinfo":
            content = self.stash[params["siifilekey"]].content
            query["stashimageinfo"] = [{"sha1": hashlib.sha1(content).hexdigest()}]
        return {"batchcomplete": True, "query": query}

    def _page(self, full: str) -> dict[str, Any]:
        title = full.removeprefix("File:")
        if title not in self.texts:
            return {"ns": 6, "title": full, "missing": True, "protection": []}
        page = {"ns": 6, "title": full, "pageid": self.ids[title], "imagerepository": "local"}
        if versions := self.files.get(title):
            last = versions[-1]
            page["imageinfo"] = [
                {"sha1": last.sha1, "size": len(last.content), "user": last.user,
                 "timestamp": last.timestamp, "descriptionurl": "http://fake.example/wiki/" + full}
            ]  # fmt: skip
        page["revisions"] = [{"slots": {"main": {"content": self.texts[title]}}}]
        return page

    # upload

    def do_upload(self, params, file, user, cookie):
        if "checkstatus" in params:
            return {"upload": self._status(params["filekey"])}
        if "url" in params:
            return {"upload": self._fetched(params, user)}
        if "stash" in params:
            return {"upload": self._chunk(params, file or b"", user)}
        key = params.get("filekey")
        if key is not None:
            stashed = self.stash.get(key)
            if stashed is None:
                raise ApiError("uploadstash-file-not-found", f'Key "{key}" not found in stash.')
            file = bytes(stashed.content)
        elif file is None:
            raise ApiError("missingparam")
        elif len(file) > self.max_file:
            raise ApiError("file-too-large")
        return {"upload": self._publish(params, file, user, key)}

    def _warnings(self, title: str, content: bytes) -> dict[str, Any]:
        found: dict[str, Any] = {}
        sha1 = hashlib.sha1(content).hexdigest()
        if title in self.files:
            found["exists"] = title.replace(" ", "_")
            if self.files[title][-1].sha1 == sha1:
                found["nochange"] = {"timestamp": self.files[title][-1].timestamp}
        elif title in self.texts:
            found["page-exists"] = title.replace(" ", "_")
        others = [t for t, v in self.files.items() if v[-1].sha1 == sha1 and t != title]
        if others:
            found["duplicate"] = [t.replace(" ", "_") for t in others]
        stem = title.rpartition(".")[0]
        near = [t for t in self.files if t != title and t.rpartition(".")[0] == stem]
        if near:
            found["exists-normalized"] = near[0]
        if title in self.deleted:
            found["was-deleted"] = title
        if title.startswith(self.prefixes):
            found["bad-prefix"] = title
        return found

    def _publish(self, params, content, user, key):
        title = params["filename"].replace("_", " ")
        cleaned = title.replace(":", "-").strip()
        warnings = self._warnings(cleaned, content)
        if cleaned != title:
            warnings["badfilename"] = cleaned.replace(" ", "_")
        if warnings and "ignorewarnings" not in params:
            new = self._keep(content, user)
            if key:
                self.stash.pop(key, None)
            return {"result": "Warning", "warnings": warnings, "filekey": new, "sessionkey": new}
        stamp = datetime.fromtimestamp(self.clock(), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        version = Version(content, user, params.get("comment", ""), stamp)
        self.files.setdefault(cleaned, []).append(version)
        self.texts.setdefault(cleaned, params.get("text", ""))
        self.ids.setdefault(cleaned, next(self._count) + 1000)
        self.revision += 1
        if key:
            self.stash.pop(key, None)
        done = {
            "result": "Success", "filename": cleaned.replace(" ", "_"),
            "imageinfo": {"sha1": version.sha1, "timestamp": stamp, "size": len(content)},
        }  # fmt: skip
        if "async" in params and key:
            self.stash[key] = Stashed(0, bytearray(), user, {"polls": self.polls, "end": done})
            return {"result": "Poll", "stage": "queued", "filename": done["filename"]}
        return done

    def _keep(self, content: bytes, user: str) -> str:
        key = f"key{next(self._count)}.jpg"
        self.stash[key] = Stashed(len(content), bytearray(content), user)
        return key

    def _fetched(self, params, user):
        assert {"stash", "ignorewarnings"} <= params.keys()
        content = self.web.get(params["url"])
        if content is None:
            raise ApiError("http-bad-status", "There was a problem: 404 Not Found.")
        info = {"sha1": hashlib.sha1(content).hexdigest(), "size": len(content)}
        return {"result": "Success", "filekey": self._keep(content, user), "imageinfo": info}

    def _chunk(self, params, content, user):
        size, offset = int(params["filesize"]), int(params["offset"])
        if len(content) > self.max_file:
            raise ApiError("file-too-large")
        if offset == 0:
            if "filekey" in params:
                raise ApiError("filekeynotallowed")
            key = f"key{next(self._count)}.jpg"
            self.stash[key] = Stashed(size, bytearray(), user)
        else:
            key = params["filekey"]
        stashed = self.stash.get(key)
        if stashed is None:
            raise ApiError("uploadstash-file-not-found", f'Key "{key}" not found in stash.')
        if offset != len(stashed.content):
            raise ApiError("stashfailed", "Invalid chunk offset", offset=str(len(stashed.content)))
        stashed.content += content
        if len(stashed.content) < size:
            return {"result": "Continue", "offset": len(stashed.content), "filekey": key}
        new = self._keep(bytes(stashed.content), user)
        info = {"sha1": hashlib.sha1(stashed.content).hexdigest(), "size": size}
        done = {"result": "Success", "stage": "assembling", "filekey": new, "imageinfo": info}
        if "async" in params:
            stashed.status = {"polls": self.polls, "end": done}
            return {"result": "Poll", "stage": "queued", "filekey": key}
        del self.stash[key]
        return {k: v for k, v in done.items() if k != "stage"}

    def _status(self, key: str) -> dict[str, Any]:
        stashed = self.stash.get(key)
        if stashed is None or (stashed.status is None and len(stashed.content) == stashed.size):
            raise ApiError("missingresult", "No result in status data.")
        if stashed.status is None:
            return {"result": "Continue", "stage": "uploading", "offset": len(stashed.content)}
        if stashed.status["polls"] > 0:
            stashed.status["polls"] -= 1
            return {"result": "Poll", "stage": "assembling"}
        return stashed.status["end"]

    # structured data

    def do_wbgetentities(self, params, file, user, cookie):
        if "titles" in params:
            title = params["titles"].removeprefix("File:")
            if title not in self.texts:
                missing = {"site": params["sites"], "title": params["titles"], "missing": ""}
                return {"entities": {"-1": missing}, "success": 1}
            mid = f"M{self.ids[title]}"
            entity = self.entities.get(title) or {"id": mid, "missing": ""}
            return {"entities": {mid: entity}, "success": 1}
        found = {}
        for one in params["ids"].split("|"):
            there = int(one[1:]) < 10**6
            found[one] = {"id": one, "datatype": "string"} if there else {"id": one, "missing": ""}
        return {"entities": found, "success": 1}

    def do_wbeditentity(self, params, file, user, cookie):
        title = params["title"].removeprefix("File:")
        if title not in self.texts:
            raise ApiError("no-such-entity-link", "Could not find an Item")
        base = {"type": "mediainfo", "labels": {}, "statements": {}, "lastrevid": 0}
        entity = self.entities.get(title, {"id": f"M{self.ids[title]}", **base})
        if "baserevid" in params and int(params["baserevid"]) != entity["lastrevid"]:
            raise ApiError("editconflict", "Edit conflict.")
        data = json.loads(params["data"])
        for code, label in data.get("labels", {}).items():
            entity["labels"][code] = label
        for claim in data.get("claims", []):
            if "remove" in claim:
                for group in entity["statements"].values():
                    group[:] = [kept for kept in group if kept["id"] != claim["id"]]
                continue
            stored = {**claim, "id": f"{entity['id']}$x{next(self._count)}"}
            stored["mainsnak"] = {**claim["mainsnak"], "hash": "abc"}
            entity["statements"].setdefault(claim["mainsnak"]["property"], []).append(stored)
        self.edits += 1
        self.revision += 1
        entity["lastrevid"] = self.revision
        self.entities[title] = entity
        return {"entity": entity, "success": 1}


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address) -> None:
        """A client that hangs up in the middle, or does not trust us, is what the tests want."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    fake: FakeWiki

    def setup(self) -> None:
        super().setup()
        self.fake.connections += 1

    def log_message(self, *args: object) -> None:
        pass

    def do_GET(self) -> None:
        self._serve(dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True)), None)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True
            return
        kind = self.headers["Content-Type"]
        if kind.startswith("multipart/form-data"):
            params, file = _multipart(body, kind.partition("boundary=")[2])
        else:
            params, file = dict(parse_qsl(body.decode(), keep_blank_values=True)), None
        self._serve(params, file)

    def _serve(self, params: dict[str, str], file: bytes | None) -> None:
        wiki = self.fake
        wiki.requests.append(params)
        if "stash" in params:
            wiki.chunks.append(len(file or b""))
        fault = wiki.fault_for(params)
        if fault and fault.kind in ("reset", "status", "html", "answer", "error"):
            self._break(fault)
            return
        cookie = self._cookie()
        try:
            data = wiki.answer(params, file, cookie)
        except ApiError as error:
            data = {"errors": [{"code": error.code, "text": error.text, "data": error.data}]}
        body = json.dumps(data).encode()
        if fault and fault.kind in ("lost", "truncated", "after"):
            self._break(fault, body)
            return
        self._send(200, body, {"Set-Cookie": f"session={cookie}; path=/"})

    def _cookie(self) -> str:
        sent = self.headers.get("Cookie", "")
        found = [c.partition("=")[2] for c in sent.split("; ") if c.startswith("session=")]
        return found[0] if found else f"s{next(self.fake._count)}"

    def _break(self, fault: Fault, body: bytes = b"") -> None:
        if fault.kind in ("status", "after"):
            self._send(fault.status, b"<html>trouble</html>", fault.headers)
        elif fault.kind == "html":
            self._send(200, b"<!DOCTYPE html><title>Sign in to Cafe</title>", fault.headers)
        elif fault.kind == "answer":
            self._send(200, json.dumps(fault.data).encode(), fault.headers)
        elif fault.kind == "error":
            errors = [{"code": fault.code, "text": f"text of {fault.code}", "data": fault.data}]
            self._send(200, json.dumps({"errors": errors}).encode(), fault.headers)
        elif fault.kind == "truncated":
            self._send(200, body[: len(body) // 2], fault.headers)
        else:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _multipart(body: bytes, boundary: str) -> tuple[dict[str, str], bytes | None]:
    params: dict[str, str] = {}
    file = None
    for part in body.split(b"--" + boundary.encode())[1:-1]:
        head, _, content = part.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        content = content.removesuffix(b"\r\n")
        name = head.decode().partition('name="')[2].partition('"')[0]
        if b"filename=" in head:
            file = content
        else:
            params[name] = content.decode()
    return params, file


@contextmanager
def running(tls=None):
    """A running fake wiki."""
    wiki = FakeWiki()
    wiki.start(tls)
    try:
        yield wiki
    finally:
        wiki.stop()
