"""*Bagikan*: needs no token. A person carries the message by WhatsApp, link or poster."""

from collections.abc import Sequence

from sokoguru.channels.ports import Account, Capabilities, Outcome, Parcel, Rejected, Seen, Unknown
from sokoguru.channels.rules import SHARE_LINK, Problem, problems_of


class ShareChannel:
    """The channel that every cooperative has from the first day."""

    kind = "share"

    def capabilities(self, account: Account) -> Capabilities:
        return Capabilities(limits=SHARE_LINK, idempotency="none", by_hand=True)

    def problems(self, account: Account, parcel: Parcel) -> Sequence[Problem]:
        return problems_of(parcel.text, (), SHARE_LINK)

    def commit(self, account: Account, parcel: Parcel) -> Outcome:
        return Rejected("by_hand", "Dikirim oleh orang, bukan oleh mesin.")

    def check(self, account: Account, parcel: Parcel) -> Seen:
        return Unknown("Hanya pengirimnya yang tahu.")
