"""Scenarios of the network: nothing to reach (8), wrong certificates (30), a proxy with a password (31)."""

from __future__ import annotations

import errno
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.faults import auditor, moments
from tests.faults.certificates import HOST, KINDS, Certificates
from tests.faults.moments import Action, Moment
from tests.faults.trial import Part, Scenario, Trial, Variant, storms

GONE = 6.0
"""Seconds without a network."""
SOON = 120.0
"""Seconds after which somebody who has to be told should have been told."""
WHEN = (
    Moment("query:tokens", 1), Moment("query:info|imageinfo", 1), Moment("upload", 3),
    Moment("chunk-middle", 1), Moment("publish", 1), Moment("wbeditentity", 4),
)  # fmt: skip
NO_NAME = ((socket.EAI_NONAME, "no such name"), (socket.EAI_AGAIN, "name server silent"))
NO_ROUTE = ((errno.ENETUNREACH, "network unreachable"), (errno.EHOSTUNREACH, "no route to host"))
SECRET = "kept-in-the-safe"
"""The password of the office's proxy."""


# -- 8 -------------------------------------------------------------------------------------------


def _unreached(moment: Moment, what: str, do: Any, code: int) -> Variant:
    def act(trial: Trial) -> Part:
        scene = trial.scene
        if moment.kind != "query:tokens":  # there is a connection: it ends with the network
            scene.set_faults([{"do": "shut", "kind": moment.kind, "at": moment.nth}])
        action: Action = do(scene, GONE, code)
        yield from trial.run(prepare=moment.at(action), expect=0)
        tries = moments.evidence(scene)
        trial.fired = bool(tries)
        storms(trial, [line["at"] for line in tries])
        trial.check("no-network" in trial.waits, "nobody was told that there is no network")

    return Variant(f"{what}, {moment.name}", act)


def _refused(moment: Moment) -> Variant:
    def act(trial: Trial) -> Part:
        fault = {"do": "shut", "seconds": GONE, "kind": moment.kind, "at": moment.nth}
        trial.scene.set_faults([fault])
        yield from trial.run(expect=0)
        trial.fired = trial.proxy_fired
        told = {"unreachable", "connection-lost"} & trial.waits
        trial.check(told, "nobody was told that the wiki does not answer")

    return Variant(f"connection refused, {moment.name}", act)


UNREACHED = Scenario(8, "no name, no route, nobody there", (
    *(_unreached(m, what, moments.no_names, code) for m in WHEN for code, what in NO_NAME),
    *(_unreached(m, what, moments.no_route, code) for m in WHEN for code, what in NO_ROUTE),
    *(_refused(m) for m in WHEN),
))  # fmt: skip


# -- a wiki behind TLS ---------------------------------------------------------------------------


class Secure:
    """The wiki of a scene under an https address, with a certificate that can be turned."""

    def __init__(self, trial: Trial, kind: str) -> None:
        self._trial = trial
        scene = trial.scene
        self._certificates = Certificates(scene.folder / "certificates")
        self.name = f"{scene.folder.name}-tls"
        opened = scene.stage.proxy.order(
            lane=self.name, upstream=["127.0.0.1", scene.wiki_port], log=str(scene.wire),
            faults=[], tls=self.pair(kind),
        )  # fmt: skip
        self.port = int(opened["port"])

    def pair(self, kind: str) -> list[str]:
        """The files of a certificate."""
        return self._certificates.pair(kind)

    def order(self, **what: Any) -> None:
        """Turn the lane."""
        self._trial.scene.stage.proxy.order(lane=self.name, **what)

    def run(self, *more: str, expect: int | None, proxy: str = "") -> Part:
        """Run over https; every name leads here, the authority of the bench is trusted."""
        address = f"https://{HOST}:{self.port}/w/api.php"
        environment = {"REQUESTS_CA_BUNDLE": str(self._certificates.authority), "NO_PROXY": ""}
        if proxy:
            environment["HTTPS_PROXY"] = proxy
        return (
            yield from self._trial.run(
                "--wiki", address, "--yes", *more, prepare=moments.point_names_here, seconds=SOON,
                expect=expect, **environment,
            )
        )  # fmt: skip

    def shown(self, kind: str) -> bool:
        """Whether somebody was shown this certificate."""
        lines = auditor.lines(self._trial.scene.wire)
        return any(line.get("certificate") == f"{kind}.pem" for line in lines)


@contextmanager
def _secure(trial: Trial, kind: str) -> Iterator[Secure]:
    lane = Secure(trial, kind)
    try:
        yield lane
    finally:
        lane.order(close=True)


def _sends_in_spite(trial: Trial, seconds: float) -> list[dict[str, Any]]:
    """What of a file went out while the line was not to be trusted. What was on its way at that very
    moment is cut off.
    """
    began = next(line["time"] for line in auditor.lines(trial.scene.wire) if "fired" in line)
    return [r for r in trial.sends() if began + 0.5 < r["time"] < began + seconds - 0.5]


# -- 30 ------------------------------------------------------------------------------------------


def _wrong_from_start(kind: str) -> Variant:
    def act(trial: Trial) -> Part:
        with _secure(trial, kind) as lane:
            yield from lane.run(expect=5)
            trial.fired = lane.shown(kind)
            trial.check(
                "wrong or expired certificate" in trial.said, "the certificate is not named"
            )
            trial.check(not trial.requests, "something was sent in spite of the certificate")
            lane.order(tls=lane.pair("good"))
            yield from lane.run(expect=0)

    return Variant(f"{kind}, from the start", act)


def _wrong_in_mid_run(kind: str, moment: Moment) -> Variant:
    """Said, not one byte sent, and gone on with by itself once the line is right again."""

    def act(trial: Trial) -> Part:
        with _secure(trial, "good") as lane:
            fault = {"do": "certificate", "tls": lane.pair(kind), "seconds": GONE}
            lane.order(faults=[{**fault, "kind": moment.kind, "at": moment.nth}])
            yield from lane.run(expect=0)
            trial.fired = trial.proxy_fired and lane.shown(kind)
            trial.check("certificate" in trial.waits, "the certificate is not named")
            trial.check(not _sends_in_spite(trial, GONE), "sent in spite of the certificate")

    return Variant(f"{kind} for {GONE:.0f} s, {moment.name}", act)


def _wrong_from_then_on(kind: str, moment: Moment) -> Variant:
    """It gives up when it was told to, with the reason; with a good line the same command ends all."""

    def act(trial: Trial) -> Part:
        with _secure(trial, "good") as lane:
            fault = {"do": "certificate", "tls": lane.pair(kind)}
            lane.order(faults=[{**fault, "kind": moment.kind, "at": moment.nth}])
            yield from lane.run("--wait", "0.2", expect=5)
            trial.fired = trial.proxy_fired and lane.shown(kind)
            trial.check(
                "wrong or expired certificate" in trial.said, "the certificate is not named"
            )
            trial.check(not _sends_in_spite(trial, SOON), "sent in spite of the certificate")
            lane.order(tls=lane.pair("good"), faults=[])
            yield from lane.run(expect=0)

    return Variant(f"{kind} from then on, {moment.name}", act)


CERTIFICATES = Scenario(30, "certificate expired, wrong, of nobody known", (
    *(_wrong_from_start(kind) for kind in KINDS),
    *(_wrong_in_mid_run(kind, m) for kind in KINDS[:4:3] for m in WHEN[2:]),
    *(_wrong_from_then_on("unknown authority", m) for m in WHEN[2:]),
))  # fmt: skip


# -- 31 ------------------------------------------------------------------------------------------


@contextmanager
def _office(trial: Trial, lane: Secure, secret: list[str]) -> Iterator[tuple[str, str]]:
    """A proxy on the way to the wiki: the name of its lane, its address without a password."""
    scene = trial.scene
    name = f"{scene.folder.name}-office"
    opened = scene.stage.proxy.order(
        lane=name, upstream=["127.0.0.1", lane.port], log=str(scene.wire), faults=[], tunnel=secret
    )
    try:
        yield name, f"127.0.0.1:{opened['port']}"
    finally:
        scene.stage.proxy.order(lane=name, close=True)


def _password(given: str, what: str, said: str) -> Variant:
    """Wanted from the start; with the right one the same command goes through."""

    def act(trial: Trial) -> Part:
        with _secure(trial, "good") as lane, _office(trial, lane, ["staff", SECRET]) as (_, place):
            yield from lane.run(expect=5, proxy=f"http://{given}{place}")
            trial.fired = trial.proxy_fired
            trial.check(said in trial.said, "it is not said")
            trial.check(not trial.sends(), "something was sent")
            yield from lane.run(expect=0, proxy=f"http://staff:{SECRET}@{place}")
            _look_for_secret(trial)

    return Variant(what, act)


def _password_for_a_while(moment: Moment) -> Variant:
    """The proxy wants one until somebody signs in there: said, gone on with by itself."""

    def act(trial: Trial) -> Part:
        with _secure(trial, "good") as lane, _office(trial, lane, []) as (name, place):
            fault = {"do": "lock", "lane": name, "tunnel": ["staff", SECRET], "seconds": GONE}
            lane.order(faults=[{**fault, "kind": moment.kind, "at": moment.nth}])
            yield from lane.run(expect=0, proxy=f"http://{place}")
            trial.fired = _was_asked(trial)
            trial.check("proxy-password" in trial.waits, "it is not said")

    return Variant(f"wanted for {GONE:.0f} s, {moment.name}", act)


def _password_from_then_on(moment: Moment) -> Variant:
    """It gives up when it was told to, with the reason; with the password all ends well."""

    def act(trial: Trial) -> Part:
        with _secure(trial, "good") as lane, _office(trial, lane, []) as (name, place):
            fault = {"do": "lock", "lane": name, "tunnel": ["staff", SECRET]}
            lane.order(faults=[{**fault, "kind": moment.kind, "at": moment.nth}])
            yield from lane.run("--wait", "0.2", expect=5, proxy=f"http://{place}")
            trial.fired = _was_asked(trial)
            trial.check("wants a user name and a password" in trial.said, "it is not said")
            yield from lane.run(expect=0, proxy=f"http://staff:{SECRET}@{place}")
            _look_for_secret(trial)

    return Variant(f"wanted from then on, {moment.name}", act)


def _was_asked(trial: Trial) -> bool:
    return any(line["fired"] == "407" for line in auditor.fired(trial.scene.wire))


def _no_proxy_there() -> Variant:
    """Nobody at the proxy's address: said; with one there the same command ends all."""

    def act(trial: Trial) -> Part:
        with socket.socket() as held, _secure(trial, "good") as lane:
            held.bind(("127.0.0.1", 0))  # a port where nobody listens
            place = f"127.0.0.1:{held.getsockname()[1]}"
            yield from lane.run("--wait", "0.2", expect=5, proxy=f"http://{place}")
            trial.fired = not trial.requests
            trial.check("proxy of this network" in trial.said, "the proxy is not named")
            with _office(trial, lane, []) as (_, good):
                yield from lane.run(expect=0, proxy=f"http://{good}")

    return Variant("nobody at the proxy's address", act)


def _look_for_secret(trial: Trial) -> None:
    """The password of the proxy is nowhere but in the settings."""
    folder = trial.scene.folder
    places = [folder / "err.txt", folder / "out.jsonl", trial.scene.project]
    places += [path for path in (folder / "home").rglob("*") if path.is_file()]
    for place in places:
        trial.check(SECRET.encode() not in place.read_bytes(), f"the password is in {place.name}")


PROXY = Scenario(31, "a proxy wants a password", (
    _password("", "no password given", "wants a user name and a password"),
    _password("staff:guessed@", "a wrong password", "does not take this user name"),
    _password(f"guest:{SECRET}@", "a wrong name", "does not take this user name"),
    *(_password_for_a_while(m) for m in WHEN[2:]),
    *(_password_from_then_on(m) for m in WHEN[2:]), _no_proxy_there(),
))  # fmt: skip

SCENARIOS = (UNREACHED, CERTIFICATES, PROXY)
