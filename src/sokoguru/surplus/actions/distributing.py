"""Carrying out what the meeting decided: cadangan and dana-dana first, then every member."""

from collections.abc import Sequence

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import SYSTEM, ActorRef, SubjectRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart, posting
from sokoguru.ledger.actions.posting import NewEntry
from sokoguru.ledger.rules import AccountRef, Role
from sokoguru.members import queries as members
from sokoguru.surplus import locks, queries
from sokoguru.surplus.errors import AlreadyDistributed, NotMandated, ProposalChanged
from sokoguru.surplus.events import DistributionBegun, DistributionFinished, ShuCredited
from sokoguru.surplus.models import Distribution, Proposal, Share
from sokoguru.surplus.ports import mandate_of
from sokoguru.surplus.queries import INDUK
from sokoguru.surplus.rules import posting as lines
from sokoguru.tenancy.scope import CooperativeRow, acting_for, atomic

USPPS = "uspps"
BATCH = posting.BATCH


@atomic
def distribute(*, proposal_id: int, resolution: SubjectRef, actor: ActorRef) -> Distribution:
    """Carry out a proposal by the meeting's resolution, and credit the first thousand members.

    The worker credits the rest (``credit_next``), a thousand an entry batch, each batch with its
    place kept in its own transaction, so an interrupted run is simply carried on. Safe to repeat.
    Raises ``NotMandated``, ``ProposalChanged``, ``AlreadyDistributed``.
    """
    check_may(actor=actor, act=Act.GOVERNANCE_CONVENE)
    proposal = queries.proposal(proposal_id)
    mandate = mandate_of(resolution)
    if mandate is None or mandate.proposal_id != proposal_id:
        raise NotMandated(proposal=proposal_id)
    stored = queries.digest_of(proposal)
    if not mandate.digest == stored == proposal.digest:
        raise ProposalChanged(voted=mandate.digest, stored=stored)
    row, created = Distribution.objects.get_or_create(
        year=proposal.year,
        defaults={"proposal": proposal, "resolution": str(resolution), "on": clock.today()},
    )
    if (row.proposal_id, row.resolution) != (proposal_id, str(resolution)):
        raise AlreadyDistributed(year=proposal.year, number=row.proposal.number)
    if created:
        _credit_heads(row, proposal, actor)
    return _credit_batch(locks.distribution(proposal.year), actor)


@atomic
def credit_next() -> int:
    """Credit the next batch of a distribution under way (the worker). Returns how many members."""
    row = locks.running()
    if row is None:
        return 0
    before = row.members
    return _credit_batch(row, SYSTEM).members - before


def credit_on(cooperative: CooperativeRow) -> bool:
    """The worker's step: one batch in a scope of its own; true when there may be more."""
    with acting_for(cooperative):
        return credit_next() > 0


def _credit_heads(row: Distribution, proposal: Proposal, actor: ActorRef) -> None:
    """Dr SHU tahun berjalan / Cr cadangan, dana-dana, hak desa: one entry."""
    parts = [
        (books.account(unit=INDUK, role=lines.FUND_ROLES[head]), amount)
        for head, _, amount in queries.heads_of(proposal.pk)
        if head not in lines.MEMBER_HEADS
    ]
    parts.append((books.account(unit=INDUK, role=Role.FUND_DESA), proposal.village))
    drafts = lines.head_lines(shu=_shu(), parts=parts)
    event = DistributionBegun(
        proposal_id=proposal.pk,
        year=proposal.year,
        resolution=row.resolution,
        amount=sum(amount for _, amount in parts),
    )
    if not drafts:
        audit.record(event, actor=actor)
        return
    posting.post_entry(
        reference=f"shu:{proposal.year}:dana",
        on=row.on,
        lines=drafts,
        event=event,
        actor=actor,
        memo=f"Pembagian SHU {proposal.year}: cadangan dan dana-dana",
    )


def _shu() -> AccountRef:
    return books.account(unit=INDUK, role=Role.SHU_CURRENT)


def _credit_batch(row: Distribution, actor: ActorRef) -> Distribution:
    """Credit one batch of a locked distribution, and keep how far it came."""
    if row.finished_at is not None:
        return row
    batch = queries.shares_after(
        proposal_id=row.proposal_id, share_id=row.credited_until, limit=BATCH
    )
    paid = [share for share in batch if share.total]
    if paid:
        posting.post_batch(entries=_entries(row, paid), actor=actor)
    row.members += len(paid)
    row.amount += sum(share.total for share in paid)
    row.credited_until = batch[-1].pk if batch else row.credited_until
    if len(batch) < BATCH:
        row.finished_at = clock.now()
        audit.record(
            DistributionFinished(
                proposal_id=row.proposal_id, year=row.year, members=row.members, amount=row.amount
            ),
            actor=actor,
        )
    Distribution.objects.filter(pk=row.pk).update(
        members=row.members,
        amount=row.amount,
        credited_until=row.credited_until,
        finished_at=row.finished_at,
    )
    return row


def _entries(row: Distribution, shares: Sequence[Share]) -> list[NewEntry]:
    savings = books.leaves(unit=USPPS, role=Role.SUKARELA)
    shu, rk = _shu(), books.inter_unit_accounts()
    found = []
    for share in shares:
        subject = str(members.subject(share.member_id))
        into_savings = share.member.shu_to_savings and subject in savings
        into = savings[subject] if into_savings else _payable(share)
        found.append(
            NewEntry(
                reference=queries.credit_reference(year=row.year, member_id=share.member_id),
                on=row.on,
                lines=lines.share_lines(shu=shu, into=into, amount=share.total, rk=rk),
                event=ShuCredited(
                    member_id=share.member_id,
                    year=row.year,
                    amount=share.total,
                    jasa_modal=share.jasa_modal,
                    jasa_usaha=share.jasa_usaha,
                    into_savings=into_savings,
                ),
                memo=f"SHU {row.year} {share.member.name}",
            )
        )
    return found


def _payable(share: Share) -> AccountRef:
    """What the cooperative owes a member of SHU until it is fetched."""
    return chart.open_leaf(
        unit=INDUK,
        role=Role.SHU_PAYABLE,
        subject=members.subject(share.member_id),
        name=f"Utang SHU {share.member.name}",
    )
