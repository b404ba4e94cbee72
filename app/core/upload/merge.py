"""What of our structured data a file does not have yet: theirs stays, ours is added once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.core.wiki import MediaInfo

_LEFT_OUT = frozenset({"hash", "datatype", "id", "numeric-id", "references", "rank"})


def missing(data: Mapping[str, Any], known: MediaInfo) -> dict[str, Any]:
    """The part of `data` (labels, claims) to send. A caption that someone else wrote in the same
    language stays; a statement with the same value and qualifiers is not sent again.
    """
    labels = {
        code: label for code, label in data.get("labels", {}).items() if not known.labels.get(code)
    }
    there = {canonical(claim) for group in known.statements.values() for claim in group}
    claims = []
    for claim in data.get("claims", ()):
        form = canonical(claim)
        if form not in there:
            there.add(form)
            claims.append(claim)
    rest: dict[str, Any] = {}
    if labels:
        rest["labels"] = labels
    if claims:
        rest["claims"] = claims
    return rest


def doubled(sent: Mapping[str, Any], found: MediaInfo) -> dict[str, Any]:
    """The edit that takes statements away which we have just `sent` and somebody else had written
    meanwhile ({} = none): one each, rather one without references.
    """
    there: dict[str, list[Mapping[str, Any]]] = {}
    for group in found.statements.values():
        for claim in group:
            there.setdefault(canonical(claim), []).append(claim)
    surplus = []
    for form in {canonical(claim): None for claim in sent.get("claims", ()) if "mainsnak" in claim}:
        same = sorted(there.get(form, ()), key=lambda claim: not claim.get("references"))
        if len(same) > 1 and "id" in same[-1]:
            surplus.append({"id": same[-1]["id"], "remove": ""})
    return {"claims": surplus} if surplus else {}


def canonical(claim: Mapping[str, Any]) -> str:
    """A statement as one text: without ids, hashes, datatypes, rank and references, its
    qualifiers in any order.
    """
    qualifiers = [
        _text(snak) for group in (claim.get("qualifiers") or {}).values() for snak in group
    ]
    return "\n".join([_text(claim["mainsnak"]), *sorted(qualifiers)])


def _text(snak: Mapping[str, Any]) -> str:
    return json.dumps(_plain(snak), sort_keys=True, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        kept = {k: _plain(v) for k, v in value.items() if k not in _LEFT_OUT or k == "id"}
        if "entity-type" in kept:
            return {"entity": kept.get("id") or _entity_id(value)}
        kept.pop("id", None)
        return {k: v for k, v in kept.items() if v is not None}
    if isinstance(value, (list, tuple)):
        return [_plain(v) for v in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    return value


def _entity_id(value: Mapping[str, Any]) -> str:
    letter = {"item": "Q", "property": "P"}.get(str(value.get("entity-type")), "")
    return f"{letter}{value.get('numeric-id')}"
