"""Scenarios of others on the wiki: a name or bytes taken meanwhile (35), data edited or refused once
the file is there (36).
"""

from __future__ import annotations

from typing import Any

from tests.faults import moments
from tests.faults.collection import sha1_of
from tests.faults.moments import Moment
from tests.faults.somebody import Somebody, statement
from tests.faults.trial import Part, Scenario, Trial, Variant, proven

SMALL, SMALLER, LARGE = 8, 3, 6
"""Rows: in one request, in chunks, in chunks that are assembled in the wiki's own time."""
OURS = "Museum"


# -- 35 ------------------------------------------------------------------------------------------


def _content(trial: Trial, number: int) -> bytes:
    return (trial.scene.stage.folder / "collection" / trial.rows[number].path).read_bytes()


def _taken(number: int, what: str, kind: str, line: dict[str, Any] | None = None) -> Variant:
    """Somebody is quicker, after our checks: the row ends with a link to what they have."""

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        content = _content(trial, number)
        name = title if what != "bytes" else f"Somebody's own {title}"
        if what == "name":
            content += b"another"

        def upload() -> None:
            Somebody(scene.wiki_port).upload(name, content)
            moments.note(scene, "uploaded")

        if line:
            scene.set_faults([{**line, "kind": kind, "title": title}])
        yield from trial.run(prepare=Moment(kind, 1, title).at(upload), expect=1)
        trial.fired = proven(trial, "uploaded") and (line is None or trial.proxy_fired)
        trial.theirs[name] = sha1_of(content)
        there = trial.theirs.get(title)
        trial.ends(
            number, "failed", "exists" if what == "name" else "duplicate", sha1=there, link=True
        )

    on_line = f", {line['do']}" if line else ""
    return Variant(f"row {number}, {what} taken before {kind}{on_line}", act)


def _taken_by_us(number: int, kind: str) -> Variant:
    """The same account sent the very file from elsewhere: it is ours, and gets its data once."""

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        content = _content(trial, number)
        text = trial.scene.stage.calm.texts[title]

        def upload() -> None:
            Somebody(scene.wiki_port, OURS).upload(title, content, text=text)
            moments.note(scene, "uploaded")

        yield from trial.run(prepare=Moment(kind, 1, title).at(upload), expect=0)
        trial.fired = proven(trial, "uploaded")

    return Variant(f"row {number}, sent from elsewhere before {kind}", act)


PLACES = ((SMALL, "upload"), (SMALLER, "chunk-last"), (SMALLER, "publish"), (LARGE, "publish"))
TAKEN = Scenario(35, "name or bytes taken meanwhile", (
    *(_taken(n, what, kind) for n, kind in PLACES for what in ("name", "bytes", "both")),
    *(_taken(SMALL, what, "upload", {"do": do})
      for what in ("name", "bytes", "both") for do in ("lose-request", "lose-answer")),
    *(_taken(SMALLER, what, "publish", {"do": do})
      for what in ("name", "bytes", "both") for do in ("lose-request", "lose-answer")),
    *(_taken_by_us(n, kind) for n, kind in PLACES),
))  # fmt: skip


# -- 36 ------------------------------------------------------------------------------------------

THEIRS = statement("Q42")
FRENCH = {"labels": {"fr": {"language": "fr", "value": "Une image de la collection"}}}
EDIT = "wbeditentity"
Data = dict[str, Any]


def _one_of_ours(trial: Trial, title: str) -> Data:
    """One of the statements that our own edit is about to make."""
    groups = trial.scene.stage.calm.data[title]["statements"]
    snak = groups["P180"][0]["mainsnak"]
    plain = {k: v for k, v in snak.items() if k not in ("hash", "datatype")}
    return {"mainsnak": plain, "type": "statement", "rank": "normal"}


def _edited(number: int, what: str, line: dict[str, Any] | None = None) -> Variant:
    """Somebody edits the data between our upload and our edit: merged, nothing doubled."""

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        data: Data = {
            "a statement of theirs": {"claims": [THEIRS]},
            "one of our statements": {"claims": [_one_of_ours(trial, title)]},
            "both": {"claims": [THEIRS, _one_of_ours(trial, title)]},
            "a caption": FRENCH,
            "our caption": {"labels": {"en": {"language": "en", "value": "Theirs, and stays"}}},
        }[what]

        def edit() -> None:
            Somebody(scene.wiki_port).edit_data(title, data)
            moments.note(scene, "edited")

        if line:
            scene.set_faults([{**line, "kind": EDIT, "title": title}])
        ours_too = what in ("one of our statements", "both")
        trial.edited[title] = 2 if ours_too else 1  # theirs, and the one that takes ours away
        yield from trial.run(prepare=Moment(EDIT, 1, title).at(edit), expect=0)
        trial.fired = proven(trial, "edited") and (line is None or trial.proxy_fired)
        _check_theirs(trial, title, data)

    on_line = f", {line['do']} {line.get('code', '')}" if line else ""
    return Variant(f"row {number}, {what}, before our edit{on_line}", act)


def _check_theirs(trial: Trial, title: str, data: Data) -> None:
    """What somebody wrote is still there as they wrote it."""
    now = Somebody(trial.scene.wiki_port, "Reader").data(title)
    for language, label in data.get("labels", {}).items():
        kept = now["labels"].get(language, {}).get("value") == label["value"]
        trial.check(kept, f"their caption in {language} was overwritten")
    items = [s["mainsnak"]["datavalue"]["value"]["id"] for s in now["statements"].get("P180", ())]
    for claim in data.get("claims", ()):
        item = claim["mainsnak"]["datavalue"]["value"]["id"]
        trial.check(items.count(item) == 1, f"{item} is there {items.count(item)} times")


def _edited_again_and_again(number: int) -> Variant:
    """Our first edit is lost, and there is data of somebody's already; they write a caption between
    our look at it and our next edit: the wiki speaks of a conflict, theirs stays.
    """

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        caption = {"labels": {"en": {"language": "en", "value": "Theirs, and stays"}}}

        def edit(data: Data) -> None:
            Somebody(scene.wiki_port).edit_data(title, data)
            moments.note(scene, "edited")

        first = Moment(EDIT, 1, title).at(lambda: edit({"claims": [THEIRS]}))
        second = Moment(EDIT, 2, title).at(lambda: edit(caption))

        def prepare() -> None:
            first()
            second()

        scene.set_faults([{**LOST, "kind": EDIT, "title": title}])
        trial.edited[title] = 2
        yield from trial.run(prepare=prepare, expect=0)
        trial.fired = len(moments.evidence(scene, "edited")) == 2 and trial.proxy_fired
        _check_theirs(trial, title, {"claims": [THEIRS], **caption})

    return Variant(f"row {number}, a caption between our look and our edit", act)


def _conflict(number: int, code: str, times: int) -> Variant:
    """The wiki speaks of a conflict a few times: read, merged, sent again."""

    def act(trial: Trial) -> Part:
        fault = {"do": "error", "code": code, "kind": EDIT, "times": times}
        trial.scene.set_faults([{**fault, "title": trial.title(number)}])
        yield from trial.run(expect=0)
        trial.fired = trial.proxy_fired

    return Variant(f"row {number}, {code}, {times} times", act)


def _refused(number: int, code: str, text: str) -> Variant:
    """The data is refused: the file stays, the row says so; later only the data goes."""

    def act(trial: Trial) -> Part:
        title = trial.title(number)
        fault = {"do": "error", "code": code, "text": text, "kind": EDIT, "times": 99}
        trial.scene.set_faults([{**fault, "title": title}])
        yield from trial.run(expect=1)
        trial.fired = trial.proxy_fired
        _only_data_later(trial, title)
        trial.scene.set_faults([])
        sent = len(trial.sends())
        yield from trial.run(expect=0)
        trial.check(len(trial.sends()) == sent, "a file was sent again")

    return Variant(f"row {number}, data refused: {code}", act)


def _only_data_later(trial: Trial, title: str) -> None:
    for name, (state, reason, message) in trial.states().items():
        if name == title:
            trial.check(state == "published", f"ended as {state}")
            trial.check(reason and message, "nothing is said about the data")
        else:
            trial.check(state == "done", f"{name} ended as {state}")


def _not_seen_yet(numbers: tuple[int, ...]) -> Variant:
    """The wiki does not see the new page: asked again, then left for later, said."""

    def act(trial: Trial) -> Part:
        titles = [trial.title(n) for n in numbers]
        trial.scene.turn(lagging=[f"File:{title}" for title in titles])
        yield from trial.run(expect=1)
        states = trial.states()
        trial.fired = all(states[title][0] != "done" for title in titles)
        for title in titles:
            state, reason, message = states[title]
            trial.check(state == "published" and reason and message, f"ended as {state}, {reason}")
        trial.scene.turn(lagging=[])
        sent = len(trial.sends())
        yield from trial.run(expect=0)
        trial.check(len(trial.sends()) == sent, "a file was sent again")

    return Variant(f"page not seen, rows {numbers}", act)


def _seen_after_a_while(number: int, seconds: float) -> Variant:
    """The wiki sees the new page a little later: it goes by itself."""

    def act(trial: Trial) -> Part:
        scene, title = trial.scene, trial.title(number)
        cue = scene.folder / "cue"
        scene.stage.wikis.order(
            wiki=scene.folder.name, turn={"lagging": [f"File:{title}"]}, cue=str(cue),
            seconds=seconds,
        )  # fmt: skip
        cue.touch()

        yield from trial.run(expect=0)
        edits = [r for r in trial.requests if r["kind"] == EDIT and r["title"] == title]
        trial.fired = len(edits) > 1

    return Variant(f"row {number}, page seen after {seconds:.0f} s", act)


LOST = {"do": "lose-request"}
LATE = {"do": "lose-answer"}
CONFLICT = {"do": "error", "code": "editconflict"}
DATA = Scenario(36, "data edited by others, refused, page not there yet", (
    *(_edited(n, what) for n in (SMALL, LARGE)
      for what in ("a statement of theirs", "a caption", "one of our statements")),
    *(_edited(SMALL, what, line) for line in (LOST, CONFLICT)
      for what in ("a statement of theirs", "one of our statements", "both", "our caption")),
    _edited(SMALL, "a statement of theirs", LATE),
    *(_edited_again_and_again(n) for n in (SMALL, SMALLER, LARGE)),
    *(_conflict(n, code, times) for n in (SMALL, SMALLER)
      for code, times in (("editconflict", 1), ("editconflict", 2), ("failed-save", 1),
                          ("no-such-entity-link", 1))),
    *(_refused(n, code, text) for n in (SMALL, LARGE) for code, text in (
        ("modification-failed", "The value is not allowed here."),
        ("abusefilter-disallowed", "This edit was stopped by a filter."),
        ("editconflict", "Edit conflict. Could not patch the current revision."),
        ("invalid-claim", "Invalid claim."),
    )),
    _not_seen_yet((SMALL,)), _not_seen_yet((SMALL, LARGE)), _not_seen_yet((2, 3, 4)),
    _seen_after_a_while(2, 4), _seen_after_a_while(2, 12),
))  # fmt: skip

SCENARIOS = (TAKEN, DATA)
