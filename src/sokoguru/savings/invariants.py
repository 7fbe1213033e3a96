"""What ``soko check`` recomputes for savings."""

from datetime import date

from sokoguru.kernel.findings import Finding, shown
from sokoguru.ledger import queries as books
from sokoguru.members import queries as members
from sokoguru.members.rules.admission import MemberState
from sokoguru.savings import rules
from sokoguru.savings.models import Saving
from sokoguru.savings.rules import Simpanan


def savings_stand_on_their_leaves() -> Finding:
    """Every simpanan stands on the ledger leaf of its own member and kind."""
    leaves = {
        kind: books.leaves(unit=unit, role=role) for kind, (unit, role) in rules.PLACES.items()
    }
    checked, broken = 0, []
    for row in Saving.objects.order_by("pk").iterator():
        checked += 1
        leaf = leaves[Simpanan(row.kind)].get(str(members.subject(row.member_id)))
        if leaf is None or leaf.id != row.account_id:
            broken.append(f"simpanan {row.pk}: bukan di akun anggotanya")
    return Finding("savings.savings_stand_on_their_leaves", checked, shown(broken))


def pokok_is_paid_in_full() -> Finding:
    """Every member's simpanan pokok is what the terms asked on the day of joining (TV-51)."""
    unit, role = rules.PLACES[Simpanan.POKOK]
    standing = books.balances(unit=unit, role=role)
    terms = members.all_terms()
    checked, broken = 0, []
    for member in members.everybody(state=MemberState.ANGGOTA):
        checked += 1
        joined_on = member.joined_on or date.min
        asked = [row.pokok for row in terms if row.since <= joined_on]
        paid = standing.get(str(members.subject(member.pk)), 0)
        if not asked or paid not in asked:
            broken.append(f"anggota {member.number}: simpanan pokok {paid}")
    return Finding("savings.pokok_is_paid_in_full", checked, shown(broken))


def sukarela_belongs_to_members() -> Finding:
    """No wadiah stands on the leaf of somebody who was never admitted."""
    unit, role = rules.PLACES[Simpanan.SUKARELA]
    admitted = {str(members.subject(member.pk)) for member in members.everybody(joined=True)}
    standing = books.balances(unit=unit, role=role)
    broken = [
        f"{subject}: tabungan {total} bukan milik anggota"
        for subject, total in standing.items()
        if total and subject not in admitted
    ]
    return Finding("savings.sukarela_belongs_to_members", len(standing), shown(broken))
