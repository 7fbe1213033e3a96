"""What savings does when a member is admitted."""

from sokoguru.audit.ports import Heard
from sokoguru.kernel.refs import SYSTEM
from sokoguru.savings.actions import products
from sokoguru.savings.errors import NotFullMember, NotMember, OpinionMissing, ProductMissing
from sokoguru.savings.rules import Simpanan


def open_for_new_member(heard: Heard) -> None:
    """Give a new member the simpanan that are open, so that SHU and settlements find theirs."""
    for kind in Simpanan:
        try:
            products.open_saving(member_id=heard.body["member_id"], kind=kind, actor=SYSTEM)
        except (NotFullMember, NotMember, OpinionMissing, ProductMissing):
            continue  # opens with the first deposit once it may
