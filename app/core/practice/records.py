"""What the practice wiki knows of a page: revisions, file versions, structured data."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from app.core.practice.titles import Title


def now() -> str:
    """The time as MediaWiki writes it, to the second, UTC."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class Revision:
    """`action` is the API module that made it; `sha1` that of an uploaded file, else "".
    `entity` = labels and statements after it, None when it left them alone.
    """

    revid: int
    parentid: int
    user: str
    time: str
    comment: str
    action: str
    sha1: str = ""
    entity: dict[str, Any] | None = None


@dataclass(slots=True)
class FileVersion:
    """One version of a file. `origin` is the name under which its bytes came in."""

    sha1: str
    size: int
    width: int
    height: int
    bits: int
    mime: str
    media_type: str
    user: str
    time: str
    comment: str
    origin: str


@dataclass(slots=True)
class Deletion:
    """When and why a page was deleted. `time` as MediaWiki writes it."""

    logid: int
    user: str
    time: str
    reason: str


@dataclass(slots=True)
class Page:
    """A page; with `versions` a file page (oldest first). `pending` is where the newest
    bytes came in, below state/; as long as they are there they have to take their place.
    """

    pageid: int
    title: Title
    text: str
    revisions: list[Revision] = field(default_factory=list)
    versions: list[FileVersion] = field(default_factory=list)
    deletion: Deletion | None = None
    pending: str = ""

    @property
    def mid(self) -> str:
        """The M-id."""
        return f"M{self.pageid}"

    @property
    def lastrevid(self) -> int:
        """The newest revision."""
        return self.revisions[-1].revid

    @property
    def file(self) -> FileVersion | None:
        """The current version of the file."""
        return self.versions[-1] if self.versions else None

    def entity_at(self, revid: int) -> dict[str, Any] | None:
        """Structured data as of a revision; None before the first and for a foreign revision."""
        if all(revision.revid != revid for revision in self.revisions):
            return None
        found = None
        for revision in self.revisions:
            if revision.revid <= revid and revision.entity is not None:
                found = revision.entity
        return found

    @property
    def entity(self) -> dict[str, Any] | None:
        """Current structured data; None when there never was any."""
        return self.entity_at(self.lastrevid)

    def to_json(self) -> dict[str, Any]:
        """Everything, as JSON."""
        return asdict(self)


def page_from_json(data: dict[str, Any]) -> Page:
    """The inverse of Page.to_json."""
    return Page(
        pageid=data["pageid"],
        title=Title(**data["title"]),
        text=data["text"],
        revisions=[Revision(**revision) for revision in data["revisions"]],
        versions=[FileVersion(**version) for version in data["versions"]],
        deletion=Deletion(**data["deletion"]) if data["deletion"] else None,
        pending=data["pending"],
    )


def entity_json(page: Page) -> dict[str, Any]:
    """The entity as the wiki serves it: empty labels are {}, empty statements []."""
    content = page.entity or {}
    return {
        "type": "mediainfo",
        "id": page.mid,
        "labels": dict(content.get("labels", {})),
        "descriptions": {},
        "statements": dict(content.get("statements", {})) or [],
    }
