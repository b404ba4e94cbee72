"""Zipped workbooks: opened under limits, and packed anew with only what was looked at."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Self

from app.core.errors import SheetError
from app.core.sheet import limits

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError)


class Container:
    """A zip file held in memory. Part names are without a leading slash; looked up in any case."""

    def __init__(self, data: bytes) -> None:
        """Raises SheetError when it is no whole zip file or would unpack to too much."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise SheetError("sheet-damaged", str(error)) from error
        self._parts: dict[str, zipfile.ZipInfo] = {}
        self._left = limits.UNPACKED_BYTES
        infos = self._zip.infolist()
        if len(infos) > limits.PARTS or sum(i.file_size for i in infos) > limits.UNPACKED_BYTES:
            raise _too_much()
        for info in infos:
            self._add(info)

    def _add(self, info: zipfile.ZipInfo) -> None:
        name = info.filename.replace("\\", "/").lstrip("/")
        if info.flag_bits & 1:
            raise SheetError("sheet-password")
        if name.casefold() in self._parts:
            raise SheetError("sheet-damaged", f"{name} is there twice")
        self._parts[name.casefold()] = info

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def names(self) -> Iterable[str]:
        """All part names, lower case."""
        return self._parts.keys()

    def read(self, name: str) -> bytes:
        """The bytes of a part, b"" when it is not there. Raises SheetError when its data is
        damaged or longer than the zip file says, or all that was read is too much.
        """
        info = self._parts.get(name.casefold())
        if info is None:
            return b""
        try:
            with self._zip.open(info) as stream:
                data = stream.read(self._left + 1)
        except (*_BROKEN, RuntimeError) as error:
            raise SheetError("sheet-damaged", str(error)) from error
        self._left -= len(data)
        if self._left < 0:
            raise _too_much()
        return data


def _too_much() -> SheetError:
    return SheetError("sheet-unpacks-too-big", megabytes=limits.UNPACKED_BYTES // limits.MEGABYTE)


class Repacked:
    """A new zip file in memory, not compressed: what the fast reader gets to see is exactly what
    the pre-scan saw, whatever the first zip file claimed.
    """

    def __init__(self) -> None:
        self.file = io.BytesIO()
        self._zip = zipfile.ZipFile(self.file, "w", zipfile.ZIP_STORED)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()
        self.file.seek(0)

    def add(self, name: str, data: bytes) -> None:
        """Add a part."""
        self._zip.writestr(name, data)
