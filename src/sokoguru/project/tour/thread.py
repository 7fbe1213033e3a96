"""The golden thread, step by step, in each cooperative of the installation, to the rupiah."""

import json
from typing import Any

import httpx
from django.utils.translation import gettext as _

from sokoguru.project.tour import goods, rupiah, sale, story, year
from sokoguru.project.tour.circle import Act, Circle, Step
from sokoguru.project.tour.expected import expected
from sokoguru.project.tour.network import Network, network
from sokoguru.project.tour.server import Server, serving
from sokoguru.project.tour.walker import TourFailed

ACTS: tuple[Act, ...] = (
    goods.goods,
    goods.purchase,
    story.story,
    story.article,
    story.channel,
    story.post,
    story.click,
    story.network,
    sale.deposit,
    sale.order,
    sale.payment,
    sale.entry,
    sale.till,
    sale.qris,
    sale.participation,
    goods.settlement,
    year.shu,
    year.rat,
    year.savings,
    year.told,
)
"""In the order of the story; each leaves at least one step."""


def run(*, as_json: bool) -> int:
    """Walk it in the first cell and in the second; 0 when every figure agrees."""
    tell = _nothing if as_json else _say
    steps: list[Step] = []
    try:
        with serving() as server, network() as peer:
            for host in dict.fromkeys(each.host for each in server.logins):
                steps += walk(server, peer, host, tell)
            steps.append(_checked(server, tell))
    except (TourFailed, httpx.HTTPError, OSError) as failed:
        return _ended(steps, as_json=as_json, why=str(failed))
    return _ended(steps, as_json=as_json)


def walk(server: Server, peer: Network, host: str, tell: Any) -> list[Step]:
    """One cooperative's circle. Raises ``TourFailed`` at the first figure that disagrees."""
    circle = Circle(server, peer, host, tell)
    members = int(circle.visitor().get("/").word(r"bersama (\d+) anggota"))
    wanted = expected(members=members)
    for act in ACTS:
        act(circle, wanted)
    return circle.steps


def _checked(server: Server, tell: Any) -> Step:
    """Every invariant agrees, and none of them had nothing to look at."""
    facts = server.check()
    rows = facts["invariants"]
    broken = [row for row in rows if not row["ok"]]
    idle = [row["name"] for row in rows if not row["checked"]]
    if broken or idle or not facts["ok"]:
        raise TourFailed(f"soko check: broken {broken}, nothing to look at {idle}")
    step = Step("check", f"{len(rows)} invariants", 0, f"{server.base}/sehat")
    tell(step)
    return step


def _nothing(_step: Step) -> None:
    """The steps are told at the end."""


def _say(step: Step) -> None:
    amount = rupiah.shown(step.amount) if step.amount else ""
    print(f"  {step.step:<14} {amount:>12}  {step.reference:<28} {step.url}", flush=True)


def _ended(steps: list[Step], *, as_json: bool, why: str = "") -> int:
    if as_json:
        facts: dict[str, Any] = {"ok": not why, "steps": [each.as_facts() for each in steps]}
        print(json.dumps(facts | ({"failed": why} if why else {}), ensure_ascii=False))
    elif why:
        print(_("Tur berhenti: %(why)s") % {"why": why})
    else:
        print(_("Seluruh lingkaran ditempuh; setiap rupiah cocok."))
    return int(bool(why))
