"""Which event triggers which handler, which adapter serves which port, what is periodic."""

from collections.abc import Callable, Mapping

from sokoguru.audit.ports import listen
from sokoguru.channels import invariants as channels
from sokoguru.channels.actions import sending
from sokoguru.channels.adapters.mail import MailChannel
from sokoguru.channels.adapters.mastodon import MastodonChannel
from sokoguru.channels.adapters.share import ShareChannel
from sokoguru.channels.ports import serve
from sokoguru.governance import invariants as governance
from sokoguru.governance import queries as meetings
from sokoguru.governance.actions import convening
from sokoguru.governance.events import RatConvened, VotersListed
from sokoguru.kernel.findings import Finding
from sokoguru.kernel.refs import ActorRef
from sokoguru.ledger import invariants as ledger
from sokoguru.ledger.actions import closing, holds, posting
from sokoguru.ledger.rules import EntryRef
from sokoguru.members.events import DuesReceived, MemberAdmitted
from sokoguru.newsroom import handlers as newsroom_handlers
from sokoguru.newsroom import invariants as newsroom
from sokoguru.newsroom.adapters import inbox
from sokoguru.newsroom.events import (
    ArticleCorrected,
    ArticlePublished,
    ArticleWithdrawn,
    PieceReceived,
    PieceRejected,
    PieceReleased,
    PieceReturned,
    QuestionAnswered,
)
from sokoguru.notices import handlers as notices_handlers
from sokoguru.notices import invariants as notices
from sokoguru.outreach import handlers as outreach_handlers
from sokoguru.outreach import invariants as outreach
from sokoguru.payments import invariants as payments
from sokoguru.payments.adapters.cash import CashTender
from sokoguru.payments.adapters.qris import QrisTender
from sokoguru.payments.events import PaymentConfirmed
from sokoguru.payments.ports import offer
from sokoguru.project import papers
from sokoguru.reports import ports as reports
from sokoguru.retail import handlers as retail_handlers
from sokoguru.retail import invariants as retail
from sokoguru.retail.actions import carts, ordering
from sokoguru.retail.events import (
    GoodsReturned,
    OrderCancelled,
    OrderExpired,
    OrderPaid,
    OrderReady,
)
from sokoguru.savings import handlers as savings_handlers
from sokoguru.savings import invariants as savings
from sokoguru.savings.actions import counter
from sokoguru.savings.adapters.tender import SavingsTender
from sokoguru.savings.events import DepositTaken, WithdrawalPaid
from sokoguru.stock import invariants as stock
from sokoguru.stock.actions import reserving
from sokoguru.supply import invariants as supply
from sokoguru.supply.events import GoodsGivenBack, MakerSettled, SettlementReversed
from sokoguru.surplus import invariants as surplus
from sokoguru.surplus import ports as surplus_ports
from sokoguru.surplus.actions import distributing, proposing
from sokoguru.surplus.events import DistributionFinished
from sokoguru.tenancy.models import Cooperative

Work = tuple[str, int, Callable[[], object]]
Step = Callable[[Cooperative], bool]

INVARIANTS: tuple[Callable[[], Finding], ...] = (
    ledger.entries_sum_to_zero,
    ledger.balances_equal_lines,
    ledger.floors_hold,
    ledger.books_balance,
    ledger.seals_are_whole,
    channels.one_copy_a_channel,
    payments.advances_are_the_requests,
    payments.clearing_is_unmatched,
    *stock.STOCK,
    savings.savings_stand_on_their_leaves,
    savings.pokok_is_paid_in_full,
    savings.sukarela_belongs_to_members,
    retail.participation_is_business,
    retail.sales_are_entries,
    retail.till_sequences_are_whole,
    *supply.SUPPLY,
    newsroom.published_as_approved,
    newsroom.mail_is_as_it_came,
    surplus.proposals_add_up,
    surplus.distributions_equal_proposals,
    governance.ballots_count_once,
    outreach.posts_say_what_was_approved,
    outreach.credit_is_never_more_than_bought,
    notices.members_were_told,
)
"""What ``soko check`` recomputes for each cooperative, in its scope, read only."""

PERIODIC: tuple[Work, ...] = (
    ("ledger.seal_entries", 60, closing.seal_entries),
    ("ledger.expire_holds", 30, holds.expire_holds),
    ("surplus.estimate", 300, proposing.estimate),
    ("governance.list_due_voters", 300, convening.list_due_voters),
    ("retail.forget_old_carts", 3_600, carts.forget_old),
)
"""Name, seconds between two runs, and the act, called in each cooperative's scope."""

STEPS: tuple[Step, ...] = (
    ordering.expire_orders,
    reserving.release_expired,
    inbox.read_next,
    distributing.credit_on,
    sending.send_next,
)
"""Acts that talk to the outside world, or need a transaction for each piece: called for each
cooperative outside any scope, they open their own. True: there may be more to do at once."""

PROCESSES: Mapping[str, str] = {"surat": "sokoguru.newsroom.adapters.smtp:serve"}
"""Further processes of ``soko up``: name -> ``module:function``, called with a ``Stop``, which
is told when it has to end."""

TOLD_TO_ITS_MEMBER: tuple[type, ...] = (
    MemberAdmitted,
    OrderPaid,
    OrderReady,
    OrderCancelled,
    OrderExpired,
    MakerSettled,
    SettlementReversed,
    GoodsGivenBack,
)
"""Events that name one member, who is told (``notices``)."""


def connect() -> None:
    """Connect every event to its handlers and every port to its adapters. Called once."""
    for tender in (CashTender(), QrisTender(), SavingsTender()):
        offer(tender)
    for network in (MailChannel(), ShareChannel(), MastodonChannel()):
        serve(network)
    listen(MemberAdmitted, savings_handlers.open_for_new_member)
    listen(PaymentConfirmed, retail_handlers.payment_confirmed)
    surplus_ports.decided_by(meetings.mandate_of)
    papers.connect()
    reports.verify_by(ledger.seals_are_whole)
    reports.reverse_by(DepositTaken, _reverse_slip)
    reports.reverse_by(WithdrawalPaid, _reverse_slip)
    reports.reverse_by(DuesReceived, _reverse_plainly)
    listen(OrderPaid, outreach_handlers.order_paid)
    listen(GoodsReturned, outreach_handlers.goods_returned)
    listen(PieceReceived, newsroom_handlers.acknowledge)
    listen(PieceReleased, newsroom_handlers.acknowledge)
    listen(PieceReturned, newsroom_handlers.tell_decision)
    listen(PieceRejected, newsroom_handlers.tell_decision)
    listen(ArticlePublished, newsroom_handlers.tell_published)
    listen(ArticleCorrected, newsroom_handlers.tell_corrected)
    listen(ArticleWithdrawn, newsroom_handlers.tell_withdrawn)
    listen(QuestionAnswered, newsroom_handlers.answer_reader)
    listen(RatConvened, notices_handlers.invite)
    listen(VotersListed, notices_handlers.invite_late)
    listen(DistributionFinished, notices_handlers.tell_shares)
    for event in TOLD_TO_ITS_MEMBER:
        listen(event, notices_handlers.tell_member)


def _reverse_slip(entry_id: int, reference: str, reason: str, actor: ActorRef) -> EntryRef:
    """A deposit or withdrawal is taken back by the counter's own act."""
    moved = counter.reverse(reference=reference, reason=reason, actor=actor)
    return EntryRef(moved.entry_id, moved.reference, moved.replayed)


def _reverse_plainly(entry_id: int, reference: str, reason: str, actor: ActorRef) -> EntryRef:
    """Nothing but money hangs on the entry."""
    return posting.reverse_entry(entry_id=entry_id, reason=reason, actor=actor)
