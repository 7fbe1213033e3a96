"""A small book with a year in it: members with capital and business, income and expense."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

from sokoguru.kernel.refs import SYSTEM, SubjectRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import chart
from sokoguru.ledger.actions.posting import post_entry
from sokoguru.ledger.rules import AccountRef, Business, Role, bridged, credit, debit
from sokoguru.members import queries as members
from sokoguru.members.actions import business
from sokoguru.members.models import Member
from sokoguru.project.founding.opening import open_cooperative
from sokoguru.surplus.actions import closing
from sokoguru.surplus.models import Policy
from sokoguru.surplus.rules.policy import CapitalBase, PolicyTerms, TaxScheme
from sokoguru.surplus.rules.shu import Allocation, Head
from sokoguru.tenancy.models import Cooperative

YEAR = 2026
IN_YEAR = date(2026, 6, 30)
AFTER = datetime(2027, 1, 11, 3, 0, tzinfo=UTC)  # 10.00 WIB, a Monday
FIVES = {"cadangan": 40, "jasa_modal": 20, "jasa_usaha": 20}
AD = {**FIVES, "dana_pengurus": 5, "dana_karyawan": 5, "dana_pendidikan": 5, "dana_sosial": 5}


@dataclass(frozen=True)
class Happened:
    """An event of the tests."""

    amount: int


@dataclass(frozen=True)
class Person:
    """A member of the small book, in rupiah."""

    name: str
    capital: int = 0
    business: int = 0
    saves: bool = False


def open_book(cooperative: Cooperative) -> None:
    """Open the whole chart, from January 2026 on."""
    open_cooperative(
        cooperative=cooperative, first=date(2026, 1, 1), pokok=100_000, wajib_monthly=20_000
    )


def profit_before_tax(surplus: int) -> int:
    """A profit that leaves this surplus after 11 per cent on its full thousands."""
    thousands, rest = divmod(surplus, 890)
    return thousands * 1000 + rest


def terms(
    percentages: dict[str, float | int],
    *,
    base: CapitalBase = CapitalBase.YEAR_END,
    scheme: TaxScheme = TaxScheme.GENERAL,
    village: int = 0,
    final_since: int | None = None,
) -> PolicyTerms:
    """Terms of an AD/ART."""
    heads = tuple(Allocation(Head(head), Decimal(str(p))) for head, p in percentages.items())
    return PolicyTerms(
        allocations=heads,
        capital_base=base,
        tax_scheme=scheme,
        final_since_year=final_since,
        village_percentage=Decimal(village),
    )


def set_policy(percentages: dict[str, float | int], **more: object) -> Policy:
    """Enter terms from the year's first day on."""
    return closing.set_policy(
        since=date(2026, 1, 1),
        legal_basis="ART pasal 40",
        terms=terms(percentages, **more),  # type: ignore[arg-type]
        actor=SYSTEM,
    )


def admit(person: Person, *, on: date = IN_YEAR, place: int = 0) -> Member:
    """A full member with capital, business and savings as told."""
    number = Member.objects.count() + 1
    row: Member = Member.objects.create(
        number=f"{number + 1000}",
        name=person.name,
        state="anggota",
        nik_cipher=b"x",
        nik_index=person.name.encode().ljust(32),
        nik_masked="3201",
        phone="+628",
        born_on=date(1990, 1, 1),
        sex="P",
        street="-",
        village="-",
        district="-",
        regency="-",
        province="-",
        applied_on=date(2026, 1, 1),
        joined_on=date(2026, 1, 1),
        shu_to_savings=person.saves,
    )
    if person.capital:
        pay_capital(row, person.capital, on=on, reference=f"modal:{row.pk}")
    if person.saves:
        leaf(row, "uspps", Role.SUKARELA)
    if person.business:
        business.count_business(
            member_id=row.pk,
            kind="belanja",
            amount=person.business,
            on=on,
            source=SubjectRef("retail.sale", row.pk),
            entry_id=0,
        )
    return row


def leaf(member: Member, unit: str, role: Role) -> AccountRef:
    """A member's leaf of a role."""
    return chart.open_leaf(
        unit=unit, role=role, subject=members.subject(member.pk), name=member.name
    )


def pay_capital(member: Member, amount: int, *, on: date, reference: str) -> None:
    """Simpanan wajib paid in cash at the head office."""
    post(
        reference,
        on,
        [
            debit(books.account(unit="induk", role=Role.CASH), amount),
            credit(leaf(member, "induk", Role.WAJIB), amount),
        ],
    )


def post(reference: str, on: date, lines: Sequence[object]) -> None:
    """One entry of the small book."""
    post_entry(
        reference=reference,
        on=on,
        lines=bridged(list(lines), books.inter_unit_accounts()),  # type: ignore[arg-type]
        event=Happened(1),
        actor=SYSTEM,
    )


def earn(
    from_members: int, *, from_others: int = 0, costs: int = 0, on: date = IN_YEAR, name: str = "x"
) -> None:
    """Cash sales of the shop, and what running it cost."""
    cash = books.account(unit="toko", role=Role.CASH)
    sold = [
        (Role.SALES_MEMBER, from_members, Business.MEMBER),
        (Role.SALES_NON_MEMBER, from_others, Business.NON_MEMBER),
    ]
    for role, amount, whom in sold:
        if amount:
            account = books.account(unit="toko", role=role)
            lines = [debit(cash, amount), credit(account, amount, whom)]
            post(f"jual:{name}:{role}", on, lines)
    if costs:
        account = books.account(unit="toko", role=Role.OPERATING)
        owed = books.account(unit="toko", role=Role.SUPPLIER_PAYABLE)
        post(f"biaya:{name}", on, [debit(account, costs), credit(owed, costs)])


def standing(unit: str, role: Role) -> int:
    """What stands on an account now."""
    return books.balance(books.account(unit=unit, role=role).id)


def of(member: Member, unit: str, role: Role) -> int:
    """What stands on a member's leaf; nothing where there is none."""
    return books.balances_of(members.subject(member.pk)).get((unit, role), 0)
