"""Asking for money, believing that it came, matching it with the bank, giving it back."""

from collections.abc import Sequence
from datetime import date, datetime

from sokoguru.audit import actions as audit
from sokoguru.kernel import clock, sealing
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import queries as books
from sokoguru.ledger.actions import posting
from sokoguru.ledger.rules import AccountRef, Draft, Role, credit, debit
from sokoguru.payments import locks, queries
from sokoguru.payments.errors import (
    NothingToMatch,
    NotPaidYet,
    NotStanding,
    PaidDiffers,
    QrisDynamic,
    RequestReused,
)
from sokoguru.payments.events import (
    GatewaySet,
    PaymentConfirmed,
    PaymentPaidBack,
    PaymentsMatched,
    QrisSet,
)
from sokoguru.payments.models import BankLine, GatewayAccount, PaymentRequest, QrisAccount
from sokoguru.payments.ports import Bill
from sokoguru.payments.rules import midtrans, qris, settling
from sokoguru.payments.rules.settling import RequestState
from sokoguru.payments.rules.tenders import check_confirmer
from sokoguru.tenancy.queries import installation_secret
from sokoguru.tenancy.scope import atomic, cooperative_in_force

BY_CASHIER, BY_GATEWAY = "kasir", "gerbang"


@atomic
def set_qris(*, text: str, nmid: str, merchant_name: str, actor: ActorRef) -> QrisAccount:
    """Enter the static code of the shop, checked against the NMID and the name on the contract.

    Safe to repeat. Raises ``QrisMalformed``, ``QrisChecksum``, ``QrisOtherMerchant``,
    ``QrisSurcharge``, ``QrisDynamic``.
    """
    code = qris.parse(text.strip())
    qris.check_merchant(code, nmid=nmid.strip().upper(), merchant_name=merchant_name)
    if code.is_dynamic or code.amount is not None:
        raise QrisDynamic
    qris.fill_amount(code, 1)  # refuses a code with a fee
    row, created = QrisAccount.objects.get_or_create(
        text=text.strip(),
        defaults={"nmid": code.nmid, "merchant_name": code.merchant_name, "set_at": clock.now()},
    )
    if created:
        audit.record(QrisSet(account_id=row.pk, nmid=row.nmid), actor=actor)
    return row


@atomic
def set_gateway(*, code: str, server_key: str, actor: ActorRef) -> GatewayAccount:
    """Enter a gateway's account, or its new server key; the key is never shown again."""
    midtrans.check_key(server_key)
    cipher = sealing.sealed(
        server_key,
        secret=installation_secret(),
        cooperative_id=cooperative_in_force(),
        place=queries.key_place(code),
    )
    row, _ = GatewayAccount.objects.update_or_create(
        code=code, defaults={"key_cipher": cipher, "active": True}
    )
    audit.record(GatewaySet(account_id=row.pk, account=code), actor=actor)
    return row


@atomic
def ask(*, bill: Bill, payer_person_id: int, expires_at: datetime) -> PaymentRequest:
    """Ask for a payment by QRIS: our own static code with the amount and the reference filled in.

    Safe to retry by the bill's reference. Raises ``QrisMissing``, ``QrisMalformed`` (an amount that
    QRIS does not carry), ``RequestReused``.
    """
    account = queries.qris()
    filled = qris.fill_amount(
        qris.parse(account.text), bill.amount, reference=bill.reference[: qris.REFERENCE_MAX]
    )
    row, _ = PaymentRequest.objects.get_or_create(
        reference=bill.reference,
        defaults={
            "unit": bill.unit,
            "amount": bill.amount,
            "member_id": bill.member_id,
            "payer_person_id": payer_person_id,
            "memo": bill.memo[:120],
            "qris_text": qris.dump(filled),
            "expires_at": expires_at,
        },
    )
    if (row.unit, row.amount, row.member_id) != (bill.unit, bill.amount, bill.member_id):
        raise RequestReused(reference=bill.reference)
    return row


@atomic
def confirm(*, reference: str, actor: ActorRef, how: str = BY_CASHIER) -> PaymentRequest:
    """Believe that a request was paid: Dr clearing, Cr advance of the buyer. Safe to repeat.

    A person confirms what was seen on the merchant's device, never the own order; the system
    confirms what a signed notice says. It stays *belum cocok* until ``match``. Raises ``OwnOrder``.
    """
    row = locks.request(reference)
    if how == BY_CASHIER:
        check_confirmer(
            confirmed_by_person_id=actor.person_id, ordered_by_person_id=row.payer_person_id
        )
    if row.state in (RequestState.CONFIRMED, RequestState.MATCHED):
        return row
    settling.check_confirmable(RequestState(row.state), reference=reference)
    posting.post_entry(
        reference=f"qris:{reference}",
        on=clock.today(),
        lines=settling.arrival_lines(
            clearing=books.account(unit=row.unit, role=Role.QRIS_CLEARING),
            advance=_advance(row),
            amount=row.amount,
        ),
        event=PaymentConfirmed(request_id=row.pk, reference=reference, amount=row.amount, how=how),
        actor=actor,
        memo=f"QRIS {reference}",
    )
    PaymentRequest.objects.filter(pk=row.pk).update(
        state=RequestState.CONFIRMED, confirmed_at=clock.now(), confirmed_by=actor.name, how=how
    )
    return queries.request(reference)


@atomic
def use(*, bill: Bill) -> list[Draft]:
    """The debit lines of a sale that a confirmed request pays: the buyer's advance, once.

    Raises ``NotPaidYet``, ``PaidDiffers`` when it stands for another amount or was used before.
    """
    row = locks.request(bill.reference)
    if row.state not in (RequestState.CONFIRMED, RequestState.MATCHED):
        raise NotPaidYet(reference=bill.reference, state=row.state)
    left = queries.standing(row).left
    if (row.unit, row.member_id, left) != (bill.unit, bill.member_id, bill.amount):
        raise PaidDiffers(reference=bill.reference, due=bill.amount, standing=left)
    PaymentRequest.objects.filter(pk=row.pk).update(used=row.used + bill.amount)
    return [debit(_advance(row), bill.amount)]


@atomic
def free(*, bill: Bill) -> list[Draft]:
    """The credit lines of a return: so much of the payment stands for the buyer again."""
    row = locks.request(bill.reference)
    if bill.amount > row.used:
        raise PaidDiffers(reference=bill.reference, due=bill.amount, standing=row.used)
    PaymentRequest.objects.filter(pk=row.pk).update(used=row.used - bill.amount)
    return [credit(_advance(row), bill.amount)]


@atomic
def pay_back(*, reference: str, cash: AccountRef, actor: ActorRef) -> int:
    """Give the buyer back in cash what stands of a payment. Returns the rupiah; 0 when all is gone.

    Safe to repeat: what went back once no longer stands.
    """
    row = locks.request(reference)
    left = queries.standing(row).left
    if row.state not in (RequestState.CONFIRMED, RequestState.MATCHED):
        raise NotStanding(reference=reference, state=row.state)
    if not left:
        return 0
    posting.post_entry(
        reference=f"kembali:{reference}:{row.paid_back}",
        on=clock.today(),
        lines=settling.pay_back_lines(advance=_advance(row), cash=cash, amount=left),
        event=PaymentPaidBack(request_id=row.pk, reference=reference, amount=left),
        actor=actor,
        memo=f"Uang kembali {reference}",
    )
    PaymentRequest.objects.filter(pk=row.pk).update(paid_back=row.paid_back + left)
    return left


@atomic
def match(
    *, request_ids: Sequence[int], bank_reference: str, on: date, received: int, actor: ActorRef
) -> BankLine:
    """Match a line of the bank's statement with the payments it settles; the rest is the fee.

    Safe to repeat by its reference. Raises ``NothingToMatch``, ``NotStanding``, ``MatchOff``,
    ``RequestReused`` when the line was matched otherwise.
    """
    rows = locks.requests(list(request_ids))
    known = queries.bank_line_by_reference(bank_reference)
    if known is not None:
        settled = {row.pk for row in queries.settled_by(bank_reference)}
        if known.received != received or settled != set(request_ids):
            raise RequestReused(reference=bank_reference)
        return known
    if not rows or len(rows) != len(set(request_ids)):
        raise NothingToMatch(count=len(rows))
    for row in rows:
        if row.state != RequestState.CONFIRMED:
            raise NotStanding(reference=row.reference, state=row.state)
    paid, unit = sum(row.amount for row in rows), rows[0].unit
    settling.check_fee(paid=paid, received=received)
    entry = posting.post_entry(
        reference=f"cocok:{bank_reference}",
        on=clock.today(),
        lines=settling.match_lines(
            bank=books.account(unit=unit, role=Role.BANK_SHARIA),
            fee=books.account(unit=unit, role=Role.QRIS_FEE),
            clearing=books.account(unit=unit, role=Role.QRIS_CLEARING),
            paid=paid,
            received=received,
        ),
        event=PaymentsMatched(
            bank_reference=bank_reference, count=len(rows), paid=paid, received=received,
            fee=paid - received,
        ),
        actor=actor,
        memo=f"Mutasi bank {bank_reference}",
    )  # fmt: skip
    line: BankLine = BankLine.objects.create(
        reference=bank_reference, on=on, received=received, fee=paid - received, entry_id=entry.id
    )
    PaymentRequest.objects.filter(pk__in=[row.pk for row in rows]).update(
        state=RequestState.MATCHED, bank_line=line
    )
    return line


@atomic
def expire(*, reference: str) -> None:
    """Ask no longer. Money that arrives later is still taken in, for a person to give back."""
    row = locks.request(reference)
    if row.state == RequestState.WAITING:
        PaymentRequest.objects.filter(pk=row.pk).update(state=RequestState.EXPIRED)


def _advance(row: PaymentRequest) -> AccountRef:
    return books.account(unit=row.unit, role=Role.ORDER_ADVANCE)
