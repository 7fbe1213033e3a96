"""What the books must ask of other offices: the paper behind an entry, how it is taken back, seals.

``project/wiring.py`` fills the tables; an entry whose event nobody has named is not reversed here.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sokoguru.audit.rules import name_of
from sokoguru.kernel.findings import Finding
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger.rules import EntryRef

Address = Callable[[str, Mapping[str, Any]], str]
"""From an entry's reference and the facts of its event to the address of its document."""
Reverser = Callable[[int, str, str, ActorRef], EntryRef]
"""From entry, its reference, the reason and who asks, to the reversal."""


@dataclass
class _Told:
    papers: dict[str, Address] = field(default_factory=dict)
    reversers: dict[str, Reverser] = field(default_factory=dict)
    verify: Callable[[], Finding] | None = None


_told = _Told()


def show_paper(event: type, address: Address) -> None:
    """Say where the document of an event is shown. Safe to repeat."""
    _told.papers[name_of(event)] = address


def reverse_by(event: type, reverser: Reverser) -> None:
    """Say how an entry of this event is taken back. Safe to repeat."""
    _told.reversers[name_of(event)] = reverser


def verify_by(verify: Callable[[], Finding]) -> None:
    """Name the check that recomputes the chain of seals. Safe to repeat."""
    _told.verify = verify


def paper_of(name: str, reference: str, body: Mapping[str, Any]) -> str:
    """The address of the document behind a record, or nothing."""
    address = _told.papers.get(name)
    return address(reference, body) if address else ""


def reverser_of(name: str) -> Reverser | None:
    """How an entry of this event is taken back here, if it is."""
    return _told.reversers.get(name)


def verified() -> Finding:
    """The chain of seals, recomputed."""
    assert _told.verify is not None, "the wiring names the check of the seals"
    return _told.verify()
