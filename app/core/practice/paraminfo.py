"""action=paraminfo, as much as API clients need to find their way."""

from __future__ import annotations

from collections.abc import Mapping

from app.core.practice.call import Call
from app.core.practice.module import Module
from app.core.practice.pageprops import PROPS
from app.core.practice.query import GENERATORS, LISTS, META
from app.core.practice.refusals import Json

_PREFIXES = {
    "siteinfo": "si", "userinfo": "ui", "info": "in", "imageinfo": "ii", "revisions": "rv",
    "pageprops": "pp", "allimages": "ai", "allcategories": "ac", "allpages": "ap", "logevents": "le",
    "mystashedfiles": "msf", "stashimageinfo": "sii",
}  # fmt: skip


def run(call: Call, modules: Mapping[str, Module], main: frozenset[str]) -> Json:
    """The answer to action=paraminfo."""
    found = []
    for path in call.several("modules"):
        entry = _describe(path, modules, main)
        if entry is None:
            call.warn("paraminfo", "badmodule", f'The module "{path}" does not exist.')
        else:
            found.append(entry)
    return {"paraminfo": {"helpformat": "none", "modules": found}}


def _describe(path: str, modules: Mapping[str, Module], main: frozenset[str]) -> Json | None:
    if path == "main":
        parameters = [_parameter(name) for name in sorted(main - {"action", "format"})]
        actions = {"submodules": {name: name for name in modules}, "type": list(modules)}
        return _entry("main", "", [_parameter("action", actions), *parameters])
    if path == "query":
        return _entry("query", "action", _query_parameters())
    parent, plus, name = path.partition("+")
    if plus:
        known = PROPS | set(LISTS) | set(META)
        return (
            _entry(path, "", _sub_parameters(name))
            if (parent, name in known) == ("query", True)
            else None
        )
    module = modules.get(path)
    if module is None:
        return None
    entry = _entry(path, "action", [_parameter(name) for name in sorted(module.parameters)])
    if module.writes:
        entry["writerights"] = True
    if module.post:
        entry["mustbeposted"] = True
    return entry


def _entry(path: str, group: str, parameters: list[Json]) -> Json:
    name = path.rpartition("+")[2]
    return {
        "name": name,
        "classname": f"Api{name.capitalize()}",
        "path": path,
        "group": group,
        "prefix": _PREFIXES.get(name, ""),
        "source": "MediaWiki",
        "sourcename": "MediaWiki",
        "licensetag": "GPL-2.0-or-later",
        "licenselink": "",
        "readrights": True,
        "helpurls": [],
        "description": "",
        "examples": [],
        "parameters": parameters,
        "templatedparameters": [],
    }


def _parameter(name: str, more: Json | None = None) -> Json:
    kind = {"token": {"tokentype": "csrf", "required": True, "sensitive": True}}.get(name, {})
    return {"index": 1, "name": name, "type": "string", "required": False, **kind, **(more or {})}


def _query_parameters() -> list[Json]:
    many = {"multi": True, "lowlimit": 50, "highlimit": 500, "limit": 50}
    groups = (("prop", sorted(PROPS)), ("list", sorted(LISTS)), ("meta", sorted(META)))
    found = [
        _parameter(name, {**many, "type": names, "submodules": _paths(names)})
        for name, names in groups
    ]
    names = sorted(GENERATORS)
    found.append(_parameter("generator", {"type": names, "submodules": _paths(names)}))
    return [*found, *(_parameter(name, many) for name in ("titles", "pageids"))]


def _paths(names: list[str]) -> Json:
    return {name: f"query+{name}" for name in names}


def _sub_parameters(name: str) -> list[Json]:
    many = {"multi": True, "limit": 50, "lowlimit": 50, "highlimit": 500}
    if name == "tokens":
        kinds = ["createaccount", "csrf", "login", "patrol", "rollback", "userrights", "watch"]
        return [_parameter("type", {**many, "type": kinds})]
    if name == "info":
        return [_parameter("prop", {**many, "type": ["protection", "url"]})]
    if name == "logevents":
        return [_parameter("type", {"type": ["delete", "upload"]})]
    return [_parameter("prop", many), _parameter("limit", {"type": "limit", "max": 500})]
