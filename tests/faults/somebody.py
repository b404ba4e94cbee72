"""Somebody else on the wiki, signed in under a name of their own: what they do while we send.

Knows the API and nothing of the program. Only the standard library, so that it may act in the
middle of a run, from the very process that sends.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
from typing import Any
from urllib.parse import quote, urlencode

_PATH = "/w/api.php"
_COOKIE = re.compile(r"^([^=]+)=([^;]*)")


class Somebody:
    """One account on the wiki at a port of this machine."""

    def __init__(self, port: int, name: str = "Somebody") -> None:
        self.name = name
        self._port = port
        self._cookies: dict[str, str] = {}
        token = self._token("login")
        told = self.ask(action="login", lgname=name, lgpassword="theirs", lgtoken=token)
        if told["login"]["result"] != "Success":
            raise AssertionError(told)

    def ask(self, **fields: str) -> dict[str, Any]:
        """One request. Raises AssertionError when the wiki refuses it."""
        body = urlencode({**fields, "format": "json", "formatversion": "2"}).encode()
        return self._post(body, "application/x-www-form-urlencoded")

    def upload(self, title: str, content: bytes, text: str = "Somebody's own picture.") -> None:
        """Upload a file, where there is none."""
        fields = {
            "action": "upload", "filename": title, "text": text, "comment": "mine",
            "format": "json", "formatversion": "2", "token": self._token("csrf"),
        }  # fmt: skip
        told = self._post(*_form(fields, content))["upload"]
        if told["result"] != "Success":
            raise AssertionError(told)

    def edit_data(self, title: str, data: dict[str, Any]) -> None:
        """Add captions and statements to a file."""
        self.ask(
            action="wbeditentity", site="commonswiki", title=f"File:{title}", data=json.dumps(data),
            token=self._token("csrf"),
        )  # fmt: skip

    def data(self, title: str) -> dict[str, Any]:
        """What structured data a file has."""
        told = self.ask(action="wbgetentities", sites="commonswiki", titles=f"File:{title}")
        return dict(next(iter(told["entities"].values())))

    def _token(self, kind: str) -> str:
        told = self.ask(action="query", meta="tokens", type=kind)
        return str(told["query"]["tokens"][f"{kind}token"])

    def _post(self, body: bytes, kind: str) -> dict[str, Any]:
        line = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        headers = {"Content-Type": kind}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{n}={quote(v)}" for n, v in self._cookies.items())
        try:
            line.request("POST", _PATH, body, headers)
            answer = line.getresponse()
            for cookie in answer.headers.get_all("Set-Cookie", ()):
                if found := _COOKIE.match(cookie):
                    self._cookies[found[1]] = found[2]
            told: dict[str, Any] = json.loads(answer.read())
        finally:
            line.close()
        if "error" in told or "errors" in told:
            raise AssertionError(told)
        return told


def _form(fields: dict[str, str], content: bytes) -> tuple[bytes, str]:
    mark = secrets.token_hex(16)
    parts = [
        f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = (
        f'--{mark}\r\nContent-Disposition: form-data; name="file"; filename="theirs"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n"
    )
    body = b"".join(parts) + head.encode() + content + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


def statement(item: str, name: str = "P180") -> dict[str, Any]:
    """A statement that points to an item."""
    value = {"entity-type": "item", "numeric-id": int(item[1:]), "id": item}
    snak = {
        "snaktype": "value", "property": name,
        "datavalue": {"type": "wikibase-entityid", "value": value},
    }  # fmt: skip
    return {"mainsnak": snak, "type": "statement", "rank": "normal"}
