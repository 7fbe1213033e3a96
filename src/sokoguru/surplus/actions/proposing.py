"""Drawing up a proposal from a closed year, and estimating the running one."""

from sokoguru.audit import actions as audit
from sokoguru.identity.queries import check_may
from sokoguru.identity.rules import Act
from sokoguru.kernel import clock
from sokoguru.kernel.refs import ActorRef
from sokoguru.members.actions import business
from sokoguru.members.queries import Growing
from sokoguru.surplus import queries
from sokoguru.surplus.actions.closing import tax_of
from sokoguru.surplus.errors import (
    AlreadyDistributed,
    BaseImpossible,
    FinalTaxSpent,
    PolicyMissing,
    YearNotClosed,
)
from sokoguru.surplus.events import ProposalMade
from sokoguru.surplus.models import Proposal, ProposalHead, Share, YearClosing
from sokoguru.surplus.rules.policy import PolicyTerms
from sokoguru.surplus.rules.proposal import Drawn, Fingerprinted, draw_up, fingerprint
from sokoguru.surplus.rules.shu import MemberBase, MemberShare
from sokoguru.tenancy.scope import atomic


@atomic
def propose(*, year: int, actor: ActorRef) -> Proposal:
    """Draw up how the surplus of a closed year shall be shared, by the policy of its last day.

    Safe to repeat: the same figures return the proposal that stands. Raises ``YearNotClosed``,
    ``NothingToDistribute``, ``PolicyMissing``, ``AlreadyDistributed``.
    """
    check_may(actor=actor, act=Act.SURPLUS_PROPOSE)
    begun = queries.distribution(year)
    if begun is not None:
        raise AlreadyDistributed(year=year, number=begun.proposal.number)
    closed = queries.closing(year)
    if closed is None:
        raise YearNotClosed(year=year)
    policy = queries.policy(closed.ends_on)
    terms = queries.terms_of(policy)
    result = queries.result(since=closed.starts_on, until=closed.ends_on)
    bases = queries.bases(since=closed.starts_on, until=closed.ends_on, base=terms.capital_base)
    drawn = draw_up(
        surplus=closed.surplus,
        member_turnover=result.member_turnover,
        turnover=result.turnover,
        terms=terms,
        bases=bases,
    )
    digest = fingerprint(_said(closed, terms, drawn))
    standing = queries.newest_proposal(year)
    if standing is not None and standing.digest == digest:
        return standing
    row: Proposal
    row, created = Proposal.objects.get_or_create(
        year=year,
        number=standing.number + 1 if standing else 1,
        defaults={
            "policy": policy,
            "closing": closed,
            "surplus": closed.surplus,
            "village": drawn.village,
            "member_turnover": result.member_turnover,
            "turnover": result.turnover,
            "from_non_members": drawn.distribution.from_non_members,
            "digest": digest,
            "made_at": clock.now(),
        },
    )
    if not created:  # another caller was quicker: look at what stands now
        return propose(year=year, actor=actor)
    _keep_parts(row, terms, drawn, bases)
    audit.record(
        ProposalMade(proposal_id=row.pk, year=year, surplus=row.surplus, digest=digest),
        actor=actor,
    )
    return row


def _said(closed: YearClosing, terms: PolicyTerms, drawn: Drawn) -> Fingerprinted:
    return Fingerprinted(
        year=closed.year,
        surplus=closed.surplus,
        tax=closed.tax,
        village=drawn.village,
        village_percentage=terms.village_percentage,
        allocations=terms.allocations,
        amounts=drawn.distribution.heads,
        shares=tuple(
            (share.member_id, share.jasa_modal, share.jasa_usaha)
            for share in drawn.distribution.shares
        ),
    )


def _keep_parts(row: Proposal, terms: PolicyTerms, drawn: Drawn, bases: list[MemberBase]) -> None:
    ProposalHead.objects.bulk_create(
        [
            ProposalHead(
                proposal=row,
                head=each.head.value,
                percentage=each.percentage,
                amount=drawn.distribution.of(each.head),
            )
            for each in terms.allocations
        ]
    )
    pairs = zip(bases, drawn.distribution.shares, strict=True)
    Share.objects.bulk_create([_share(row, base, share) for base, share in pairs], batch_size=1_000)


def _share(row: Proposal, base: MemberBase, share: MemberShare) -> Share:
    return Share(
        proposal=row,
        member_id=base.member_id,
        capital=base.capital,
        business=base.business,
        jasa_modal=share.jasa_modal,
        jasa_usaha=share.jasa_usaha,
    )


@atomic
def estimate() -> int:
    """Estimate the running year's SHU of every member from what is in the books so far.

    Mass work, repeated by the worker: an estimate and no promise. Returns how many members have
    one; none before the percentages of the AD/ART are entered.
    """
    today = clock.today()
    whole = queries.book_year_at(today)
    try:
        terms = queries.terms_of(queries.policy(today))
    except PolicyMissing:
        return 0
    result = queries.result(since=whole.starts_on, until=today)
    bases = queries.bases(since=whole.starts_on, until=today, base=terms.capital_base)
    shares: dict[int, MemberShare] = {}
    try:
        surplus = result.before_tax - tax_of(whole, result, terms, until=today)
        if surplus > 0:
            drawn = draw_up(
                surplus=surplus,
                member_turnover=result.member_turnover,
                turnover=result.turnover,
                terms=terms,
                bases=bases,
            )
            shares = {share.member_id: share for share in drawn.distribution.shares}
    except (FinalTaxSpent, BaseImpossible):
        shares = {}  # nothing sound to say of the surplus: the bases are shown without a share
    return business.write_estimates(
        estimates=[
            (base.member_id, _growing(whole.year, base, shares.get(base.member_id)))
            for base in bases
        ]
    )


def _growing(year: int, base: MemberBase, share: MemberShare | None) -> Growing:
    return Growing(
        year=year,
        business=share.jasa_usaha if share else 0,
        capital=share.jasa_modal if share else 0,
        participation=base.business,
        capital_base=base.capital,
    )
