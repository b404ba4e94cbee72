"""Requests and answers of HTTP as they stand on the wire, and what a request of the API is for."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

_FIELD = re.compile(rb'name="(\w+)"\r\n(?:[^\r\n]+\r\n)*\r\n([^\r\n]{0,300})\r\n')


@dataclass
class Request:
    """One request, read whole unless a fault cuts it."""

    line: bytes
    head: bytes
    length: int
    body: bytes = b""
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str | None:
        """The file it is about, when it is about one."""
        named = self.fields.get("filename") or self.fields.get("title", "").removeprefix("File:")
        return named or None

    @property
    def kind(self) -> str:
        """What it is for: chunk-first, chunk-middle, chunk-last, upload, publish, or its action."""
        action = self.fields.get("action", "page")
        if action == "query":
            asked = self.fields.get("list") or self.fields.get("meta") or self.fields.get("prop")
            return f"query:{asked}"
        if action != "upload":
            return action
        if "checkstatus" in self.fields:
            return "checkstatus"
        if "offset" in self.fields:
            return self._part()
        return "publish" if "filekey" in self.fields else "upload"

    def _part(self) -> str:
        offset, size = int(self.fields["offset"]), int(self.fields["filesize"])
        if offset + self.length >= size:  # the body is a little longer than the chunk
            return "chunk-last"
        return "chunk-middle" if offset else "chunk-first"


def headers(head: bytes) -> dict[str, str]:
    """Header fields, names in lower case."""
    lines = head.decode("latin-1").split("\r\n")[1:]
    pairs = (line.partition(":") for line in lines if ":" in line)
    return {name.strip().lower(): value.strip() for name, _, value in pairs}


def read_head(head: bytes) -> Request:
    names = headers(head)
    return Request(head.split(b"\r\n", 1)[0], head, int(names.get("content-length", 0)))


def read_fields(request: Request, early: bytes) -> dict[str, str]:
    """Parameters of the address and of the body, as far as it was read."""
    found = dict(parse_qsl(urlsplit(request.line.split(b" ")[1].decode("latin-1")).query))
    kind = headers(request.head).get("content-type", "")
    if "urlencoded" in kind:
        found |= dict(parse_qsl(early.decode("latin-1")))
    elif "multipart" in kind:
        found |= find_fields(early)
    return found


def find_fields(form: bytes) -> dict[str, str]:
    """The short parameters of the beginning of a form."""
    return {k.decode(): v.decode("utf-8", "replace") for k, v in _FIELD.findall(form)}


async def read_chunked(reader: asyncio.StreamReader) -> bytes:
    """A body in the chunked encoding, as it stands on the wire."""
    raw = b""
    while True:
        size = await reader.readuntil(b"\r\n")
        piece = await reader.readexactly(int(size, 16) + 2)
        raw += size + piece
        if int(size, 16) == 0:
            return raw
