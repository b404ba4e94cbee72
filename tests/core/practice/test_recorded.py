"""The truth test: the practice wiki against every recorded answer of a real wiki, in both error
forms. The requests of requests.json are built again with own bytes and names and sent over a real
socket, in the order in which they were recorded; the answers are compared as shapes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from app.core.practice import Conduct, Practice

DATA = Path(__file__).parents[2] / "data" / "wiki"
ANSWERS = json.loads((DATA / "answers.json").read_text("utf-8"))
EXTRA = json.loads((DATA / "answers-extra.json").read_text("utf-8"))
REQUESTS = json.loads((DATA / "requests.json").read_text("utf-8"))
REQUESTS.pop("_meta")
for _name, _entry in EXTRA.items():
    REQUESTS[_name] = _entry["request"]
RECORDED = {**ANSWERS, **{name: entry["answer"] for name, entry in EXTRA.items()}}
NAMES = sorted(RECORDED)
FORMS = ("bc", "plaintext")

NOT_SERVED = dict.fromkeys(("wbsetlabel", "wbcreateclaim", "wbsetqualifier", "wbsetreference", "wbremoveclaims", "wbgetclaims", "wbformatvalue", "wbparsevalue", "wbparsevalue-time", "thumbquery"), "a verb that the practice wiki does not have")  # fmt: skip

EXCEPTIONS = {
    "maxlag": "general has one key more, kabocha-practice, by which the program knows the wiki",
    "siteinfo-general": "general has one key more, kabocha-practice",
    "null-edit": "recorded without its entity; ours is compared with nochange in the entity",
    "get-after-fv1": "recorded with props=labels, though the request kept is that of get-after",
    "upload-by-url": "only the practice wiki's own addresses are fetched: nothing ever goes out",
    "login-nosuchapp": "every bot password name is taken; the account begins with wrong instead",
    "noedit-rights": "the bot password without edit grant is User@noedit",
    "noedit-upload": "the bot password without edit grant is User@noedit",
    "noedit-sdc": "the bot password without edit grant is User@noedit",
    "err-no-upload-right": "recorded with the token of a visitor; sent with the account's own",
    "big-assembled": "recorded with 1 GiB; sent with 20 MiB",
    "big-published": "recorded with 1 GiB; sent with 20 MiB",
}


class Replay:
    """Sends the recorded requests to a practice wiki and keeps the answers."""

    def __init__(self, practice, form, client_class, sample):
        self.practice = practice
        self.form = form
        self.sample = sample
        self.answers = {}
        extra = {"errorformat": "plaintext", "errorsuselocal": 1, "uselang": "en"}
        self.extra = extra if form == "plaintext" else {}
        self._client_class = client_class
        self.clients = []

    def client(self, name=None):
        client = self._client_class(self.practice.api)
        self.clients.append(client)
        if name:
            client.login(name)
        return client

    def send(self, name, client, *, request=None, seed=None, keep=True, **changes):
        """Send the request of a name, with `changes` to its parameters (None = leave out)."""
        request = request or REQUESTS[name]
        request = request.get("derived_from_the_answer_to", request)
        params = {**request["params"], **self._secrets(client, request["params"]), **changes}
        for own in ("errorformat", "errorlang", "uselang", "errorsuselocal"):
            params.pop(own, None)
        params |= self.extra
        if request["method"] == "GET":
            answer = client.get(**params)
        else:
            answer = client.post(self._files(request, seed or name), **params)
        if keep:
            self.answers[name] = answer
        return answer

    def _secrets(self, client, params):
        found = {}
        if params.get("token") == "TOKEN":
            found["token"] = client.token
        for key in ("lgtoken", "logintoken"):
            if params.get(key) == "TOKEN":
                found[key] = client.login_token()
        for key in ("lgpassword", "password"):
            if key in params:
                found[key] = "a" * 32
        return found

    def _files(self, request, seed):
        return {
            part: (about["filename"], self.sample(about["bytes"], about["starts"], seed))
            for part, about in request.get("files", {}).items()
        } or None


def _key(answer):
    """The filekey of an answer in either form."""
    if "upload" in answer:
        return answer["upload"]["filekey"]
    if "errors" in answer:
        return answer["errors"][0]["data"]["filekey"]
    return answer["error"]["filekey"]


def signing_in(replay):
    replay.send("login-ok", replay.client())
    replay.send("login-wrongpass", replay.client(), lgname="wrong@app")
    replay.send("login-nosuchapp", replay.client(), lgname="wrong@nothere")
    replay.send("login-main-account", replay.client())
    replay.send("login-badtoken", replay.client())
    replay.send("clientlogin-ok", replay.client())
    replay.send("clientlogin-fail", replay.client(), username="Wrongly")
    replay.send("blocked-login", replay.client())
    replay.send(
        "noupload-login", replay.client(), request=REQUESTS["login-ok"], lgname="noupload@a"
    )
    replay.send("ef-login-fail", replay.client(), lgname="wrong@app")
    replay.send("assertuserfailed", replay.client())
    replay.send("assertnameduserfailed", replay.client())
    uploader = replay.client("Uploader@app")
    replay.send("userinfo", uploader)
    replay.send("fileextensions", uploader)
    replay.send("maxlag", uploader)
    replay.send("maxlag-2", uploader)
    headers = uploader.reply.headers
    names = ("Retry-After", "X-Database-Lag", "MediaWiki-API-Error")
    replay.answers["maxlag-headers"] = {
        "status": uploader.reply.status_code,
        **{name: headers[name] for name in names},
    }
    replay.send("siteinfo-general", uploader)
    for name in ("titleblacklist-ok", "titleblacklist-blacklisted", "titleblacklist-custom"):
        replay.send(name, uploader)


def uploading(replay):
    client = replay.client("Uploader@app")
    replay.send("upload-ok", client, seed="A")
    replay.send("upload-same-file-same-name", client, seed="A")
    replay.send("upload-same-file-other-name(duplicate)", client, seed="A")
    warned = replay.send("upload-other-file-same-name(exists)", client)
    replay.send("upload-finish-after-warning-by-filekey", client, filekey=_key(warned))
    replay.send("upload-new-version-ignorewarnings", client)
    replay.send("upload-duplicateversions", client, seed="A")
    for name in (
        "upload-exists-normalized", "upload-thumb-name", "upload-badprefix", "upload-badfilename",
        "upload-badfilename-colon",
    ):  # fmt: skip
        replay.send(name, client)
    title = "File:Proof 1795224174 pageonly.jpg"
    client.post(action="edit", title=title, text="only a page", token=client.token)
    replay.send("upload-page-exists", client)
    again = {"seed": "D", "client": client}
    replay.send("upload-was-deleted", keep=False, **again)
    replay.send("delete", client)
    replay.send("upload-was-deleted", **again)
    replay.send("upload-duplicate-archive", **again)


def refusing(replay):
    client = replay.client("Uploader@app")
    for name in (
        "err-filetype-missing", "err-filetype-banned", "err-filetype-not-allowed",
        "err-mime-mismatch", "err-html-in-file", "err-svg-script", "err-corrupt-jpg", "err-empty",
        "err-nofile", "err-nofilename", "err-too-long-name", "err-protected-title",
        "err-titleblacklist", "err-titleblacklist-DSC", "err-spamblacklist", "err-notoken",
        "ef-titleblacklist-custom", "ef-verification", "ef-warning-upload", "ef-badtoken",
        "abusefilter-disallow", "upload-by-url-forbidden-domain",
    ):  # fmt: skip
        replay.send(name, client)
    custom = REQUESTS["err-titleblacklist"]
    replay.send("err-titleblacklist-custom", client, request=custom)
    warned = replay.send("abusefilter-warn-1st", client)
    replay.send("abusefilter-warn-2nd", client, filekey=_key(warned))
    replay.send("abusefilter-edit", client)
    replay.send("err-anon", replay.client())
    noupload = replay.client("Noupload@app")
    replay.send("err-no-upload-right", noupload, token=noupload.token)
    slow = replay.client("Slow one@app")
    for name in ("slow1.jpg", "slow2.jpg"):
        replay.send("err-ratelimited", slow, seed=name, filename=name, keep=False)
    replay.send("err-ratelimited", slow)
    replay.practice.conduct.readonly = "Maintenance for the proof."
    replay.send("err-readonly", client, request=REQUESTS["upload-ok"])
    replay.practice.conduct.readonly = ""
    mid = _own_file(client, "two refusals.jpg", replay)
    for name, who in (("err-badtoken", client), ("err-blocked", replay.client("Blocked@kabocha"))):
        upload, edit = REQUESTS[name]
        replay.answers[name] = [
            replay.send(name, who, request=upload, keep=False),
            replay.send(name, who, request=edit, keep=False, id=mid),
        ]


def without_the_grant(replay):
    mid = _own_file(replay.client("Uploader@app"), "no grant.jpg", replay)
    client = replay.client("Uploader@noedit")
    rights = {"action": "query", "meta": "userinfo", "uiprop": "rights"}
    replay.send("noedit-rights", client, request={"method": "GET", "params": rights})
    replay.send("noedit-upload", client, request=REQUESTS["upload-ok"])
    edit = REQUESTS["err-blocked"][1]
    replay.send("noedit-sdc", client, request=edit, id=mid)
    anonymous = replay.client()
    replay.send("sdc-anon-with-assert", anonymous, request=edit, id=mid, **{"assert": "user"})


def _own_file(client, name, replay):
    data = replay.sample(9000, "ffd8ff", name)
    assert client.upload(name, data)["upload"]["result"] == "Success"
    found = client.get(action="query", titles=f"File:{name}")["query"]["pages"][0]
    return f"M{found['pageid']}"


def stashing(replay):
    client, other = replay.client("Uploader@app"), replay.client("Second@app")
    key = _key(replay.send("stash", client, seed="S"))
    replay.send("stash-commit", client, filekey=key)
    replay.send("stash-commit-again", client, filekey=key)
    replay.send("stash-bad-key", client)
    replay.send("stash-malformed-key", client)
    foreign = _key(replay.send("stash", other, keep=False, filename="Other.jpg"))
    replay.send("stash-other-user", client, filekey=foreign)
    replay.send("stash-warning(stash of duplicate)", client, seed="S")
    for number in range(3):
        replay.send("stash", client, keep=False, seed=str(number), filename=f"S{number}.jpg")
    replay.send("mystashedfiles", client)
    published = replay.answers["stash-commit"]["upload"]["imageinfo"]
    replay.send("upload-by-url", client, url=published["url"])
    replay.send("sha1-lookup", client, aisha1=published["sha1"])
    for title in ("Category:Cats", "Category:Old cats"):
        client.post(action="edit", title=title, text="A category", token=client.token)
    replay.send("titles-lookup", client)
    replay.send("category-prefix", client)


def in_chunks(replay):
    client = replay.client("Uploader@app")
    key = None
    for offset in range(0, 20971520, 4194304):
        given = {"filekey": key} if key else {}
        key = _key(replay.send(f"chunk@{offset}", client, **given))
    replay.send("publish", client, filekey=key)
    _chunk_refusals(replay, client)
    _existing_name(replay, client)


def _chunk_refusals(replay, client):
    key = _key(replay.send("c0", client))
    for name in (
        "chunk-wrong-offset", "chunk-repeat-same-offset", "chunk-checkstatus-midway",
        "chunk-continues-after-error", "chunk-too-much",
    ):  # fmt: skip
        replay.send(name, client, filekey=key)
    for name in (
        "chunk-too-small", "chunk-badkey", "chunk-missing-stash", "chunk-filesize-too-large",
        "checkstatus-unknown",
    ):  # fmt: skip
        replay.send(name, client)


def _existing_name(replay, client):
    key = _key(replay.send("chunk0-existing-name-no-ignore", client))
    key = _key(replay.send("chunk-last-existing-name-no-ignore", client, filekey=key))
    replay.send("publish-existing-no-ignore", client, filekey=key)
    replay.send("publish-async-existing-no-ignore", client, filekey=key)


def asynchronously(replay):
    client = replay.client("Uploader@app")
    key = None
    for offset in range(0, 20971520, 4194304):
        given = {"filekey": key} if key else {}
        answer = replay.send(f"chunk@{offset}(async)", client, **given)
        key = _key(answer)
    polls = _polls(replay, client, "chunk-checkstatus", key)
    replay.answers["big-assembled"] = polls[-1]
    key = _key(polls[-1])
    replay.send("publish(async)", client, filekey=key)
    polls = _polls(replay, client, "publish-checkstatus", key)
    replay.answers["big-published"] = polls[-1]


def _polls(replay, client, name, key):
    """Ask until the job is done; answers that repeat the one before are left out."""
    answers = []
    for _ in range(100):
        answer = replay.send(name, client, request=REQUESTS[name][0], keep=False, filekey=key)
        if answer not in answers:
            answers.append(answer)
        if answer["upload"]["result"] != "Poll":
            break
    replay.answers[name] = answers
    return answers


def describing(replay):
    client = replay.client("Uploader@app")
    title = "File:Proof 1795224277 sdc.jpg"
    mid = _own_file(client, title.removeprefix("File:"), replay)
    replay.send("get-missing", client, ids=mid)
    replay.send("get-nosuch", client)
    replay.send("get-by-title", client)
    first = replay.send("wbeditentity-ok", client, id=mid)
    for name in ("get-after", "get-after-fv1"):
        props = {"props": "labels"} if name == "get-after-fv1" else {}
        replay.send(name, client, ids=mid, **props)
    _derived(replay, first["entity"], mid)
    _counted(replay, client, mid)
    replay.send("key-statements-instead-of-claims", client, id=mid)
    replay.send("remove-caption", client, id=mid)
    german = {"labels": {"de": {"language": "de", "value": "Eine Katze"}}}
    _edit(client, mid, german)
    replay.send("slots", client)
    replay.send("pageprops/entityid-via-title", client)
    _refused_data(replay, client, mid)
    replay.send("err-noeditright", replay.client(), id=mid)
    _edit(client, mid, {"labels": {"en": {"language": "en", "value": "A caption"}}})
    replay.send("null-edit", client, id=mid)
    replay.send("clear", client, id=mid)


def _edit(client, mid, data, **more):
    answer = client.post(
        action="wbeditentity", token=client.token, id=mid, data=json.dumps(data), **more
    )
    assert answer["success"] == 1
    return answer["entity"]


def _derived(replay, entity, mid):
    replay.answers["fv2-keys"] = {
        key: list(value) if key in ("labels", "descriptions", "statements") else value
        for key, value in entity.items()
    }
    statements = replay.answers["get-after"]["entities"][mid]["statements"]
    for prop in ("P180", "P571", "P1259", "P2048"):
        replay.answers[f"{prop}-statement"] = statements[prop][0]
    replay.answers["P170-statement"] = statements["P170"][0]["mainsnak"]


def _counted(replay, client, mid):
    answer = replay.send("P180-count", client, keep=False, id=mid)
    claims = answer["entity"]["statements"]["P180"]
    replay.answers["P180-count"] = len(claims)
    for name in ("update-by-id", "remove-by-id"):
        params = REQUESTS[name]["derived_from_the_answer_to"]["params"]
        data = re.sub(r"M\d+\$[0-9A-F-]{36}", claims[1]["id"], params["data"])
        answer = replay.send(name, client, keep=False, id=mid, data=data)
        answer.pop("entity")
        replay.answers[name] = answer


def _refused_data(replay, client, mid):
    for name in (
        "err-nosuch-item", "err-nosuch-property", "err-wrong-type", "err-bad-time",
        "err-day-zero-prec11", "err-bad-url", "err-long-string", "err-string-whitespace",
        "err-empty-string", "err-long-caption", "err-caption-newline", "err-bad-lang", "err-lat",
        "err-json", "err-no-language", "ef-sdc",
    ):  # fmt: skip
        replay.send(name, client, id=mid)
    replay.send("err-nosuch-M", client)
    page = client.get(action="query", pageids=mid[1:], prop="revisions", rvlimit=50)
    oldest = page["query"]["pages"][0]["revisions"][-1]["revid"]
    for name in ("err-conflict", "baserevid-other-field"):
        replay.send(name, client, id=mid, baserevid=oldest)


def conflicting(replay):
    client, second = replay.client("Uploader@app"), replay.client("Second@app")
    name = "Proof 1795224189 first sdc by title.jpg"
    mid = _own_file(client, name, replay)
    first = replay.send("wbeditentity-first-edit-by-site-title", client)["entity"]["lastrevid"]
    one = _edit(client, mid, {"labels": {"en": {"language": "en", "value": "one"}}})
    replay.send("editconflict-same-field", client, id=mid, baserevid=first)
    _edit(second, mid, {"labels": {"en": {"language": "en", "value": "two"}}})
    base = one["lastrevid"]
    replay.send("editconflict-other-user-same-field", client, id=mid, baserevid=base)
    replay.send("conflict-patched-other-field", client, id=mid, baserevid=base)
    for name in ("wbeditentity-site-unknown", "wbeditentity-title-missing", "imageinfo-50"):
        replay.send(name, client)
    for name in ("wbsearchentities-item", "wbsearchentities-property", "wbgetentities-property"):
        replay.send(name, client)


def in_the_browser(replay):
    client = replay.client("Uploader@app")
    mid = _own_file(client, "in the browser.jpg", replay)
    labels = {code: {"language": code, "value": "x"} for code in ("en", "de", "nl")}
    _edit(client, mid, {"labels": labels})
    data = client.session.get(f"{replay.practice.browse}wiki/Special:EntityData/{mid}.json")
    replay.answers["entitydata"] = data.json()
    page = client.session.get(f"{replay.practice.browse}wiki/File:In_the_browser.jpg")
    replay.answers["file-page-html"] = [page.status_code, len(page.text), "In the" in page.text]


CHAINS = (
    signing_in, uploading, refusing, without_the_grant, stashing, in_chunks, asynchronously,
    describing, conflicting, in_the_browser,
)  # fmt: skip


@pytest.fixture(scope="module", params=FORMS)
def replay(request, tmp_path_factory, client_class, sample_bytes):
    """All recorded requests, sent once. Each chain of requests has its own wiki."""
    answers = {}
    for chain in CHAINS:
        folder = tmp_path_factory.mktemp(chain.__name__)
        with Practice(folder, conduct=Conduct(upload_limit=(2, 3600))) as practice:
            replay = Replay(practice, request.param, client_class, sample_bytes)
            try:
                chain(replay)
            finally:
                for client in replay.clients:
                    client.close()
        answers |= replay.answers
    return request.param, answers


# the comparison

COMPARED_VALUES = {
    "result", "stage", "code", "offset", "status", "name", "details", "module", "snaktype", "type",
    "messagecode", "lag", "success", "missing", "rank", "qualifiers-order", "snaks-order",
    "invalidparameter", "datatype", "precision", "nochange", "ns", "restrictiontypes",
    "lgusername",
}  # fmt: skip
FREE_VALUES = {"lgusername"}
ENTITY = re.compile(r"M\d+")
FILE_NAME = re.compile(r"Proof.\d{10}|kab\d{10}|\d{10}")
NAMES_ARE_FILES = {"allimages"}


def shape(value, key="", above=""):
    """Keys and types at every depth, and the values of the keys that programs act on."""
    if isinstance(value, dict):
        return {_plain_key(name): shape(part, name, key) for name, part in value.items()}
    if key in COMPARED_VALUES - FREE_VALUES and above not in NAMES_ARE_FILES:
        return value if not isinstance(value, str) else FILE_NAME.sub("#", value)
    if isinstance(value, list):
        kinds = [shape(part, "", key) for part in value]
        unique = {json.dumps(kind, sort_keys=True): kind for kind in kinds}
        return ["list", *(unique[text] for text in sorted(unique))]
    return _type(value)


def _plain_key(name):
    return ENTITY.sub("M#", name)


def _type(value):
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "null" if value is None else "string"


def in_form(answer, form):
    """A recorded answer in the other error form, as ef-* show it."""
    if isinstance(answer, list):
        return [in_form(part, form) for part in answer]
    if not isinstance(answer, dict):
        return answer
    return _to_plaintext(answer) if form == "plaintext" else _to_bc(answer)


def _to_plaintext(answer):
    found = dict(answer)
    if "error" in found:
        error = dict(found.pop("error"))
        entry = {"code": error.pop("code"), "text": error.pop("info"), "module": None}
        if error:
            entry["data"] = error
        found["errors"] = [entry]
    reason = found.get("login", {}).get("reason")
    if isinstance(reason, str):
        found["login"] = {**found["login"], "reason": {"code": None, "text": reason}}
    notes = found.get("warnings", {})
    if isinstance(notes, dict) and any("warnings" in note for note in notes.values()):
        found["warnings"] = [
            {"code": None, "text": note["warnings"], "module": name} for name, note in notes.items()
        ]
    return found


def _to_bc(answer):
    found = dict(answer)
    if "errors" in found:
        (entry,) = found.pop("errors")
        error = {"code": entry["code"], "info": entry["text"], **entry.get("data", {})}
        found["error"] = error
    reason = found.get("login", {}).get("reason")
    if isinstance(reason, dict):
        found["login"] = {**found["login"], "reason": reason["text"]}
    return found


def _fill_unknown(expected, ours):
    """Codes and modules that only the newer forms have were recorded in ef-* only: take ours."""
    if isinstance(expected, dict) and isinstance(ours, dict):
        return {
            key: ours.get(key) if value is None and key in ("code", "module") and ours.get(key)
            else _fill_unknown(value, ours.get(key))
            for key, value in expected.items()
        }  # fmt: skip
    if isinstance(expected, list) and isinstance(ours, list) and len(expected) == len(ours):
        return [_fill_unknown(left, right) for left, right in zip(expected, ours, strict=True)]
    return expected


def excepted(name, ours):
    """Our answer without what the table EXCEPTIONS names."""
    if name in ("maxlag", "siteinfo-general"):
        assert ours["query"]["general"].pop("kabocha-practice") is True
    if name == "null-edit":
        assert ours.pop("entity")["nochange"] is True
    return ours


@pytest.mark.parametrize("name", NAMES)
def test_answer(name, replay):
    form, answers = replay
    if name in NOT_SERVED:
        assert name not in answers
        return
    ours = excepted(name, json.loads(json.dumps(answers[name])))
    expected = _fill_unknown(in_form(RECORDED[name], form), ours)
    assert shape(ours) == shape(expected)


def test_every_name_is_compared_or_named(replay, capsys):
    form, answers = replay
    compared = [name for name in NAMES if name in answers]
    with capsys.disabled():
        print(
            f"\n  {form}: {len(compared)} of {len(NAMES)} compared, "
            f"{len(NOT_SERVED)} not served, {len(EXCEPTIONS)} of the compared with an exception"
        )
    assert set(answers) | set(NOT_SERVED) == set(NAMES)
    assert set(EXCEPTIONS) <= set(compared)
    assert not set(answers) & set(NOT_SERVED)


def test_a_wrong_shape_is_noticed():
    recorded = RECORDED["chunk-wrong-offset"]
    wrong = json.loads(json.dumps(recorded))
    wrong["error"]["offset"] = int(wrong["error"]["offset"])
    assert shape(wrong) != shape(recorded)
    assert shape({**recorded, "more": 1}) != shape(recorded)


@pytest.mark.parametrize(
    ("plain", "other"),
    [("err-mime-mismatch", "ef-verification"), ("err-long-caption", "ef-sdc")],
)
def test_the_error_forms_are_translated_as_recorded(plain, other):
    """The rule that makes one form out of the other, held to answers recorded in both."""
    recorded = RECORDED[other]
    made = _fill_unknown(_to_plaintext(RECORDED[plain]), recorded)
    assert shape(made) == shape(recorded)
    assert shape(_to_bc(recorded)) == shape(RECORDED[plain])
