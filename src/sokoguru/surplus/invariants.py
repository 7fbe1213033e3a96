"""What ``soko check`` recomputes of surplus (``contracts.md``, invariant 10).

In plain integers, without the rules that made the proposals: a rule that is wrong shows here.
"""

from collections.abc import Iterator

from django.db.models import Sum

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries as books
from sokoguru.ledger.queries import spans
from sokoguru.ledger.rules import Role
from sokoguru.surplus import queries
from sokoguru.surplus.models import Distribution, Proposal, ProposalHead, Share


def proposals_add_up() -> Finding:
    """Each proposal adds up to the rupiah, each share is its part rounded down, none left over."""
    checked, broken = 0, []
    for proposal in Proposal.objects.select_related("policy", "closing").order_by("pk"):
        checked += 1
        broken += [f"usul {proposal}: {what}" for what in _wrong_in(proposal)]
    return Finding("surplus.proposals_add_up", checked, shown(broken))


def _wrong_in(proposal: Proposal) -> Iterator[str]:
    heads = {row.head: row for row in proposal.heads.all()}
    amounts = {head: row.amount for head, row in heads.items()}
    if proposal.surplus != proposal.closing.surplus:
        yield "bukan SHU dari tutup buku"
    if proposal.village + sum(amounts.values()) != proposal.surplus:
        yield "bagian-bagian tidak sama dengan SHU"
    if proposal.village != _part(proposal.surplus, proposal.policy.village_percentage):
        yield "hak desa tidak sama"
    rest = proposal.surplus - proposal.village
    shared = rest * max(proposal.member_turnover, 0) // proposal.turnover
    if proposal.from_non_members != rest - shared:
        yield "bagian dari non-anggota tidak sama"
    pools = {head: _part(shared, row.percentage) for head, row in heads.items()}
    for head in ("jasa_modal", "jasa_usaha"):
        if head in heads:
            yield from _wrong_shares(proposal, head, pool=pools[head], amount=amounts[head])
    for head, amount in amounts.items():
        if head not in ("jasa_modal", "jasa_usaha", "cadangan") and amount != pools[head]:
            yield f"{head} tidak sama dengan persennya"
    if queries.digest_of(proposal) != proposal.digest:
        yield "tidak sama dengan sidik jarinya"


def _wrong_shares(proposal: Proposal, head: str, *, pool: int, amount: int) -> Iterator[str]:
    base = {"jasa_modal": "capital", "jasa_usaha": "business"}[head]
    rows = Share.objects.filter(proposal=proposal).order_by("pk")
    shares = list(rows.values_list("member_id", base, head)[:1_000_000])
    whole = sum(max(weight, 0) for _, weight, _ in shares)
    if sum(share for _, _, share in shares) != amount:
        yield f"{head} anggota tidak sama dengan jumlahnya"
    for member_id, weight, share in shares:
        if share != (pool * max(weight, 0) // whole if whole else 0):
            yield f"{head} anggota {member_id} bukan bagiannya dibulatkan ke bawah"


def _part(amount: int, percentage: object) -> int:
    ten_thousandths = int(str(percentage).replace(".", ""))
    return amount * ten_thousandths // 1_000_000


def distributions_equal_proposals() -> Finding:
    """What left SHU tahun berjalan by a distribution is what the proposal says."""
    checked, broken = 0, []
    for row in Distribution.objects.select_related("proposal").order_by("pk"):
        checked += 1
        due = _due(row)
        shu = books.account(unit=queries.INDUK, role=Role.SHU_CURRENT)
        moved = spans.moved_under(f"shu:{row.year}:", account_id=shu.id)
        if moved != due:
            broken.append(f"SHU {row.year}: dibukukan {moved}, semestinya {due}")
        if row.finished_at is not None and moved != row.proposal.surplus:
            broken.append(f"SHU {row.year}: selesai, tetapi belum seluruhnya dibagi")
    return Finding("surplus.distributions_equal_proposals", checked, shown(broken))


def _due(row: Distribution) -> int:
    heads = ProposalHead.objects.filter(proposal=row.proposal)
    dana = heads.exclude(head__in=("jasa_modal", "jasa_usaha")).aggregate(total=Sum("amount"))
    credited = Share.objects.filter(proposal=row.proposal, pk__lte=row.credited_until).aggregate(
        modal=Sum("jasa_modal"), usaha=Sum("jasa_usaha")
    )
    members = (credited["modal"] or 0) + (credited["usaha"] or 0)
    return int((dana["total"] or 0) + row.proposal.village + members)
