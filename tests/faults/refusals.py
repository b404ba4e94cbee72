"""Scenarios of a wiki that does not want it: files it never takes (32), an account that may no more
(33), filters (34).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from pathlib import Path

from PIL import Image

from tests.bench.collection import write_tiff
from tests.faults import auditor
from tests.faults.moments import Moment
from tests.faults.somebody import Somebody
from tests.faults.trial import SENDS, Part, Scenario, Trial, Variant

LAST = 14
SMALLER, LARGE = 3, 6
"""Rows with a file that goes in chunks; the large one is assembled in the wiki's own time."""
NAMES = "name"
WORDS = "description[en]"


# -- 32 ------------------------------------------------------------------------------------------


def _never_sent(
    what: str, set_up: Callable[[Trial], None], rows: Collection[int], code: str
) -> Variant:
    """Caught before a byte of it is sent; the others go."""

    def act(trial: Trial) -> Part:
        set_up(trial)
        yield from trial.run(expect=1)
        states = trial.states()
        for number in rows:
            title = _new_title(trial, number)
            trial.ends(number, "skipped", code)
            message = states.get(title, ("", None, ""))[2]
            trial.check(not trial.sends(title), f"a request for {title}")
            trial.check(message, f"no sentence at {title}")
        trial.fired = all(_wiki_refuses(trial, number) for number in rows)
        _take_names_over(trial)

    return Variant(what, act)


def _wiki_refuses(trial: Trial, number: int) -> bool:
    """Whether the wiki does not take it from anybody: somebody tries."""
    scene, title = trial.scene, _new_title(trial, number)
    path = trial.file(number).with_suffix(Path(title).suffix)
    if not path.exists():
        path = scene.stage.folder / "collection" / trial.rows[number].path
    try:
        Somebody(scene.wiki_port).upload(title, path.read_bytes())
    except AssertionError as error:
        return "error" in error.args[0]
    return False


def _new_title(trial: Trial, number: int) -> str:
    return trial.renamed.get(number, trial.title(number))


def _take_names_over(trial: Trial) -> None:
    for number, title in trial.renamed.items():
        trial.scans[title] = trial.scans.pop(trial.title(number))
        trial.rows_otherwise[title] = trial.rows_otherwise.pop(trial.title(number))


def _limit(size: int) -> Callable[[Trial], None]:
    return lambda trial: trial.scene.turn(max_upload_size=size)


def _holding(form: str) -> Callable[[Trial], None]:
    """The last row's file is not what its name says."""

    def set_up(trial: Trial) -> None:
        trial.own_files()
        trial.file(LAST).write_bytes(b"")
        if form:
            Image.new("RGB", (60, 40), "teal").save(trial.file(LAST), form)
        trial.now_holds(LAST)

    return set_up


def _of_type(suffix: str, content: bytes) -> Callable[[Trial], None]:
    """The last row names a file of a type that the wiki does not take."""

    def set_up(trial: Trial) -> None:
        trial.own_files()
        path = trial.file(LAST).with_suffix(suffix)
        path.write_bytes(content)
        cell = str(trial.rows[LAST].path.with_suffix(suffix))
        trial.write("path", {LAST: cell})
        trial.renamed[LAST] = str(Path(trial.title(LAST)).with_suffix(suffix))

    return set_up


def _named(name: str) -> Callable[[Trial], None]:
    def set_up(trial: Trial) -> None:
        trial.write(NAMES, {LAST: name})
        trial.renamed[LAST] = f"{name}.jpg"

    return set_up


def _refused_on_the_way(code: str, text: str, kind: str, at: int) -> Variant:
    """What the checks could not know is put in words; sent again later it goes."""

    def act(trial: Trial) -> Part:
        trial.scene.set_faults(
            [{"do": "error", "code": code, "text": text, "kind": kind, "at": at}]
        )
        yield from trial.run(expect=1)
        trial.fired = trial.proxy_fired
        ended = {t: s for t, s in trial.states().items() if s[0] != "done"}
        trial.check(len(ended) == 1, f"{len(ended)} rows were not done")
        for state, reason, message in ended.values():
            trial.check((state, reason) == ("failed", code), f"ended as {state}, {reason}")
            trial.check(len(message) > 20 and message != text, f"not in words: {message}")
        trial.may_resend = True
        yield from trial.run(expect=0)

    return Variant(f"{code} at {kind} {at}", act)


def _too_much_at_once() -> Variant:
    """A server on the way takes less in one request than the wiki: the file goes in chunks."""

    def act(trial: Trial) -> Part:
        trial.own_files()
        write_tiff(trial.file(SMALLER), 3_500_000, 3)
        trial.now_holds(SMALLER)
        fault = {"do": "status", "status": "413 Payload Too Large", "kind": "upload"}
        trial.scene.set_faults([{**fault, "title": trial.title(SMALLER), "times": 99}])
        yield from trial.run(expect=0)
        trial.fired = trial.proxy_fired

    return Variant("413 from a server on the way", act)


NEVER = Scenario(32, "over the limit, wrong type, forbidden name", (
    _never_sent("over the limit", _limit(5_000_000), (LARGE,), "file-too-large"),
    _never_sent("two over the limit", _limit(4_200_000), (SMALLER, LARGE), "file-too-large"),
    _never_sent("empty", _holding(""), (LAST,), "file-empty"),
    _never_sent("a PDF called jpg", _holding("PDF"), (LAST,), "ext-mismatch"),
    _never_sent("a PNG called jpg", _holding("PNG"), (LAST,), "ext-mismatch"),
    _never_sent("a program", _of_type(".exe", b"MZ" + b"\0" * 900), (LAST,), "ext-not-allowed"),
    _never_sent("a text", _of_type(".docx", b"PK\3\4" + b"\0" * 900), (LAST,), "ext-not-allowed"),
    _never_sent("a camera's name", _named("IMG 1234"), (LAST,), "camera-name"),
    _never_sent("a forbidden word", _named("A forbiddenword here"), (LAST,), "title-blacklist"),
    _never_sent("a protected name", _named("Protected name"), (LAST,), "protected"),
    *(_refused_on_the_way(code, text, kind, at)
      for code, text in (
          ("titleblacklist-forbidden", "The title has been banned from creation."),
          ("verification-error", "This file did not pass file verification."),
          ("protectedpage", "This page has been protected."),
      ) for kind, at in (("upload", 3), ("publish", 1), ("publish", 2))),
    _too_much_at_once(),
))  # fmt: skip


# -- 33 ------------------------------------------------------------------------------------------

BARRED = (
    ("blocked", "You have been blocked from editing."),
    ("autoblocked", "Your IP address has been blocked automatically."),
    ("globalblocking-ipblocked", "Your IP address is blocked on all wikis."),
    ("permissiondenied", "You don't have permission to do this."),
    ("abusefilter-blocked-display", "This action has been identified as harmful."),
)
WHERE = (("upload", 3), ("chunk-middle", 1), ("publish", 1), ("wbeditentity", 4))


def _barred(code: str, text: str, kind: str, at: int) -> Variant:
    """It stops, nothing is called failed; once the account may again the same command ends all."""

    def act(trial: Trial) -> Part:
        fault = {"do": "error", "code": code, "text": text, "times": 999}
        trial.scene.set_faults([{**fault, "kind": kind, "at": at}])
        yield from trial.run(expect=4)
        trial.fired = trial.proxy_fired
        _check_stopped(trial)
        trial.scene.set_faults([])
        yield from trial.run(expect=0)

    return Variant(f"{code}, {kind} {at}", act)


def _barred_beside(code: str, text: str) -> Variant:
    """The data of one row is refused while the chunks of another go: these stop too."""

    def act(trial: Trial) -> Part:
        large = trial.title(LARGE)
        trial.scene.set_faults([
            {"do": "hold", "kind": "chunk-first", "title": large, "seconds": 4},
            {"do": "error", "code": code, "text": text, "kind": "wbeditentity",
             "title": trial.title(LARGE - 1), "times": 99, "seconds": 1.5},
        ])  # fmt: skip
        yield from trial.run(expect=4)
        fired = [line["fired"] for line in auditor.fired(trial.scene.wire)]
        trial.fired = {"hold", "error"} <= {*fired}
        kinds = [r["kind"] for r in trial.sends(large)]
        trial.check(kinds == ["chunk-first"], f"it went on with {', '.join(kinds[1:])}")
        trial.scene.set_faults([])
        yield from trial.run(expect=0)

    return Variant(f"{code} while chunks of another row go", act)


def _check_stopped(trial: Trial) -> None:
    """The queue stopped at once, said why, and keeps its states."""
    trial.check(len(trial.said.strip()) > 30, "nothing was said")
    lines = auditor.lines(trial.scene.wire)
    refused = next((i for i, line in enumerate(lines) if "fired" in line), len(lines))
    later = [line for line in lines[refused + 1 :] if line.get("kind") in (*SENDS, "wbeditentity")]
    later = [line for line in later if "line" in line]
    trial.check(len(later) <= 4, f"{len(later)} more requests after the refusal")
    for title, (state, reason, message) in trial.states().items():
        kept = state not in ("failed", "skipped", "asked")
        trial.check(kept, f"{title} was called {state}, {reason}")
        trial.check(state != "published" or not reason or message, f"{title}: no sentence")


def _other_account(user: str) -> Variant:
    """Known at the sign-in: nothing is sent; with the right account the same command ends all."""

    def act(trial: Trial) -> Part:
        yield from trial.run("--user", user, expect=4)
        trial.fired = bool(trial.requests)
        trial.check(not trial.sends(), "something was sent")
        trial.check(len(trial.said.strip()) > 30, "nothing was said")
        yield from trial.run(expect=0)

    return Variant(f"signed in as {user}", act)


def _read_only(kind: str, at: int, times: int) -> Variant:
    """The wiki says so for a while: it is waited out, nothing fails."""

    def act(trial: Trial) -> Part:
        text = "The wiki is currently in read-only mode."
        fault = {"do": "error", "code": "readonly", "text": text, "times": times}
        trial.scene.set_faults([{**fault, "kind": kind, "at": at}])
        yield from trial.run(expect=0)
        trial.fired = trial.proxy_fired
        trial.check("readonly" in trial.waits, "nobody was told that the wiki is read-only")

    return Variant(f"read-only, {kind} {at}, {times} times", act)


def _really_read_only(moment: Moment) -> Variant:
    """The wiki itself cannot be written to for a while."""

    def act(trial: Trial) -> Part:
        scene, cue = trial.scene, trial.scene.folder / "cue"
        scene.stage.wikis.order(
            wiki=scene.folder.name,
            turn={"readonly": "Servers are moved."},
            cue=str(cue),
            seconds=20,
        )

        def say() -> None:
            cue.touch()
            time.sleep(0.3)  # the wiki looks for it every 20 ms

        yield from trial.run(prepare=moment.at(say), expect=0)
        trial.fired = "readonly" in trial.waits

    return Variant(f"read-only for 20 s, {moment.name}", act)


def _read_only_from_start() -> Variant:
    def act(trial: Trial) -> Part:
        trial.scene.turn(readonly="Servers are moved.")
        yield from trial.run(expect=4)
        trial.fired = bool(trial.requests)
        trial.check("takes no changes at the moment" in _everything(trial), "it is not said")
        trial.check(not trial.sends(), "something was sent")
        trial.scene.turn(readonly="")
        yield from trial.run(expect=0)

    return Variant("read-only from the start", act)


def _everything(trial: Trial) -> str:
    return trial.said + (trial.scene.folder / "out.jsonl").read_text("utf-8")


ACCOUNT = Scenario(33, "blocked, right lost, read-only", (
    *(_barred(code, text, kind, at) for code, text in BARRED for kind, at in WHERE),
    *(_barred_beside(code, text) for code, text in BARRED[:3]),
    _other_account("Blocked Museum"), _other_account("Noupload Museum"),
    _other_account("Museum@noedit"), _read_only_from_start(),
    *(_read_only(kind, at, 1) for kind, at in WHERE), _read_only("upload", 2, 2),
    *(_really_read_only(Moment(kind, at)) for kind, at in WHERE),
))  # fmt: skip


# -- 34 ------------------------------------------------------------------------------------------

FILTERS: dict[str, tuple[str, str, str]] = {
    "kabochafilter": ("asked", "abusefilter-disallowed", "Test filter: disallow"),
    "kabochawarn": ("asked", "abusefilter-warning", "Test filter: warn"),
    "https://spam-kabocha.example/x": ("failed", "spamblacklist", "spam-kabocha.example"),
}
MANY = (2, 3, 4, 5, 6, 7, 8, 9)


def _type_in(trial: Trial, bad: dict[int, str]) -> dict[int, str]:
    """Add what filters object to; the texts as they were."""
    good = {number: trial.text(WORDS, number) for number in bad}
    trial.write(WORDS, {number: f"{good[number]} {word}" for number, word in bad.items()})
    return good


def _filtered(bad: dict[int, str], what: str) -> Variant:
    """These rows end with what the wiki says, the others go; mended they go too."""

    def act(trial: Trial) -> Part:
        good = _type_in(trial, bad)
        yield from trial.run(expect=1)
        states = trial.states()
        for title in trial.scans:
            number = next(n for n, row in trial.rows.items() if row.title == title)
            wanted = FILTERS[bad[number]] if number in bad else ("done", None, "")
            state, reason, message = states.get(title, ("", None, ""))
            trial.check((state, reason) == wanted[:2], f"row {number} ended as {state}, {reason}")
            trial.check(wanted[2] in message, f"row {number} does not say what the wiki said")
        trial.fired = bool(trial.sends())
        trial.write(WORDS, good)
        yield from trial.run(expect=0)

    return Variant(what, act)


def _stopped(bad: dict[int, str], what: str) -> Variant:
    """Five in a row stop the queue: what comes after is not sent; mended all goes."""

    def act(trial: Trial) -> Part:
        good = _type_in(trial, bad)
        yield from trial.run(expect=2)
        trial.check("five rows" in trial.said, "it is not said why it stopped")
        states = trial.states()
        ended = [s for s, *_ in states.values() if s in ("asked", "failed")]
        trial.fired = len(ended) >= 5
        trial.check(5 <= len(ended) <= 7, f"{len(ended)} rows ended before it stopped")
        late = [trial.title(n) for n in trial.rows if n not in bad]
        trial.check(not any(trial.sends(t) for t in late), "rows after them were sent")
        trial.write(WORDS, good)
        trial.may_resend = True
        yield from trial.run(expect=0)

    return Variant(what, act)


def _mixed() -> dict[int, str]:
    words = list(FILTERS)
    return {number: words[i % 3] for i, number in enumerate(MANY)}


REFUSING = Scenario(34, "abuse filter, spam list", (
    *(_filtered({number: word}, f"row {number}, {word}")
      for word in FILTERS for number in (8, SMALLER, LARGE)),
    _filtered(dict.fromkeys((2, 3, 4, 5), "kabochafilter"), "four in a row do not stop it"),
    *(_stopped(dict.fromkeys(MANY, word), f"many rows, {word}") for word in FILTERS),
    _stopped(_mixed(), "many rows, all three"),
))  # fmt: skip

SCENARIOS = (NEVER, ACCOUNT, REFUSING)
