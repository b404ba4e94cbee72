"""One row, from what is known of it to its end: its file first, its data after it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial

from app.core import codes, draft
from app.core.errors import FileError, RefusedError, UsageError
from app.core.model import Description, Plan, Row, RowState, Target
from app.core.project import Project, Record
from app.core.upload import outcome
from app.core.upload.copies import Copies
from app.core.upload.describe import Describer
from app.core.upload.desk import Desk
from app.core.upload.fetch import Fetch
from app.core.upload.file import FileSender
from app.core.upload.gate import Gate
from app.core.upload.lanes import Job
from app.core.upload.outcome import RowEnd
from app.core.upload.plan import description_of, freeze, title_of
from app.core.upload.stamps import Stamp, stamp
from app.core.wiki import FileInfo

_SAME_UNKNOWN = 3
_FILTERED = 5
_FILTERS = ("abusefilter", "spamblacklist")


class RowSender:
    """Sends rows. All methods may be used by several threads, each with another row."""

    def __init__(
        self, desk: Desk, project: Project, target: Target, copies: Copies, gate: Gate,
        stamps: Mapping[int, Stamp],
    ) -> None:  # fmt: skip
        self._desk = desk
        self._project = project
        self._target = target
        self._copies = copies
        self._gate = gate
        self._stamps = stamps
        self._ends = Ends()

    def send(self, row: Row, there: Mapping[str, FileInfo]) -> Job | None:
        """Publish the file of a row, unless it is; what is returned sends its data.

        Raises NetworkError (gave up waiting), AccountError, RefusedError, UsageError (stop all),
        CancelledError, StoreError. Everything else is an end of the row, in the journal.
        """
        try:
            record = self._desk.journal.record(row.id)
            if record.state is RowState.PUBLISHED:
                return partial(self._describe_old, row, record)
            plan = self._plan(row)
            published = self._publish(plan, there.get(plan.title))
        except RowEnd as end:
            self._ends.note(end.code)
            return None
        finally:
            self._gate.open()  # a row that ends in trouble keeps nobody waiting
        return partial(self._describe_new, plan, published)

    # -- its file ---------------------------------------------------------------------------------

    def _plan(self, row: Row) -> Plan:
        try:
            plan = freeze(self._project, row, self._desk.account, self._target, self._copies)
            self._check_stamp(plan)
        except FileError as error:
            record = self._desk.journal.set(
                row.id, RowState.FAILED, title=title_of(self._project, row),
                reason=error.code, message=str(error),
            )  # fmt: skip
            self._desk.tell(row.number, record)
            raise outcome.of_file(error) from error
        return plan

    def _check_stamp(self, plan: Plan) -> None:
        """The file is still the one that was checked. Raises FileError."""
        file = plan.original or plan
        seen = self._stamps.get(plan.row_id)
        if seen is not None and seen != stamp(file.path):
            if plan.original is not None:
                self._copies.drop(plan.row_id)
            raise FileError("file-changed", name=file.path.name)

    def _publish(self, plan: Plan, info: FileInfo | None) -> Record:
        try:
            self._check(plan, info)
            if plan.address:
                return self._fetch(plan)
            return FileSender(self._desk, plan).send()
        finally:
            if plan.original is not None:
                self._copies.drop(plan.row_id)

    def _fetch(self, plan: Plan) -> Record:
        """Let the wiki fetch the file; what is known of it then is checked as of any other."""
        source = Fetch(self._desk, plan)
        with self._ending(plan):
            known = source.known()
            self._check_same(known)
        return FileSender(self._desk, known, source).send()

    def _check(self, plan: Plan, info: FileInfo | None) -> None:
        with self._ending(plan):
            self._check_before(plan, info)

    @contextmanager
    def _ending(self, plan: Plan) -> Iterator[None]:
        """An end of the row goes to the journal."""
        try:
            yield
        except RowEnd as end:
            self._desk.put(plan, end.state, title=plan.title, reason=end.code, message=end.message)
            raise

    def _check_before(self, plan: Plan, info: FileInfo | None) -> None:
        """What can be known before a byte is sent. Raises RowEnd."""
        desk = self._desk
        site = desk.wiki.site
        if not plan.title:
            raise outcome.of_refusal(RefusedError("filename-tooshort"))
        if site.max_upload_size and plan.size > site.max_upload_size:
            raise outcome.of_refusal(RefusedError("file-too-large"))
        if info is not None and info.sha1 is not None:
            raise (outcome.duplicate if info.sha1 == plan.sha1 else outcome.taken)(site, info.title)
        if info is not None and info.exists and "page-exists" not in desk.accept:
            raise outcome.asked("page-exists", plan.title)
        if info is not None and info.create_protected:
            raise outcome.of_refusal(RefusedError("protectedtitle"))
        if plan.sha1:
            self._check_same(plan)

    def _check_same(self, plan: Plan) -> None:
        """The same bytes are not on the wiki. Raises RowEnd."""
        desk = self._desk
        try:
            same = desk.patience.ask(lambda: desk.wiki.titles_with_sha1(plan.sha1))
        except RefusedError as error:
            raise outcome.of_refusal(error) from error
        if same:
            raise outcome.duplicate(desk.wiki.site, same[0])

    # -- its data ---------------------------------------------------------------------------------

    def _describe_old(self, row: Row, record: Record) -> None:
        """A row whose file was there before this run."""
        made = draft.compose(self._project, row, self._desk.account)
        describer = Describer(self._desk, record, row.number, fresh=False)
        self._describe(describer, description_of(made, self._target))

    def _describe_new(self, plan: Plan, record: Record) -> None:
        """A row whose file this run has just published."""
        describer = Describer(self._desk, record, plan.number, fresh=True)
        self._describe(describer, plan.description)

    def _describe(self, describer: Describer, description: Description) -> None:
        try:
            record = describer.describe(description)
        finally:
            self._gate.open()
        self._ends.note(record.reason or "")


class Ends:
    """Codes of the last rows that did not go: the same trouble again and again stops the run."""

    def __init__(self) -> None:
        self._codes: list[str] = []
        self._lock = threading.Lock()

    def note(self, code: str) -> None:
        """A row has ended ("" = well). Raises RefusedError, UsageError (stop all)."""
        with self._lock:
            self._codes.append(code)
            last, filtered = self._codes[-_SAME_UNKNOWN:], self._codes[-_FILTERED:]
        unknown = code and codes.error(code).reaction == codes.UNKNOWN and not _is_own(code)
        if unknown and last == [code] * _SAME_UNKNOWN:
            raise RefusedError(code)
        if len(filtered) == _FILTERED and all(c.startswith(_FILTERS) for c in filtered):
            raise UsageError("filters-stopped")


def _is_own(code: str) -> bool:
    """Whether a code is one of ours or a warning's, not an error of the wiki."""
    return codes.warning(code).reaction != codes.UNKNOWN or code in outcome.OWN
