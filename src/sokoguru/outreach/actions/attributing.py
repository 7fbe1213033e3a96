"""An order and the links that brought its buyer: written down once, and less what came back."""

from sokoguru.audit import actions as audit
from sokoguru.identity import queries as identity
from sokoguru.kernel.refs import SYSTEM
from sokoguru.kernel.refusals import NotFound
from sokoguru.outreach import queries
from sokoguru.outreach.actions.clicking import signing_key
from sokoguru.outreach.events import OrderAttributed
from sokoguru.outreach.models import Attribution, Reversal
from sokoguru.outreach.rules import sources
from sokoguru.outreach.rules.clicks import attribute, is_creditable
from sokoguru.retail.queries import ordered, papers
from sokoguru.tenancy.scope import atomic


@atomic
def attribute_order(*, order_id: int) -> Attribution | None:
    """Write down by which links a paid order came. Safe to repeat; none where it came by none.

    The last touch is credited; an order of our own staff counts for no post.
    """
    known = queries.attribution_of(order_id)
    if known is not None:
        return known
    order = ordered.order_by_id(order_id)
    if order.sale_id is None:
        return None
    touches = sources.read(order.came_by, key=signing_key(), ordered_at=order.placed_at)
    links = queries.links_named(touch.token for touch in touches)
    found = attribute(
        [touch for touch in touches if touch.token in links], ordered_at=order.placed_at
    )
    if found is None:
        return None
    counts = is_creditable(is_by_staff=_is_staff(order.member_id), is_cancelled=False)
    credited = links[found.credited.token] if counts else None
    row: Attribution = Attribution.objects.create(
        order_id=order_id,
        order_number=order.number,
        ordered_at=order.placed_at,
        amount=order.total,
        ujrah=sum(line.ujrah for line in papers.sale_lines(order.sale_id)),
        first=links[found.first.token],
        first_at=found.first.at,
        last=links[found.last.token],
        last_at=found.last.at,
        credited=credited,
    )
    post_id = credited.variant.post_id if credited else 0
    audit.record(OrderAttributed(order_id, post_id=post_id, amount=order.total), actor=SYSTEM)
    return row


@atomic
def reverse(*, sale_number: str, return_number: str, amount: int) -> Reversal | None:
    """Goods of an attributed order came back: they no longer count. Safe to repeat.

    Works whichever of sale and return is heard of first.
    """
    try:
        order = ordered.order(sale_number)
    except NotFound:  # sold at a till: nobody came by a link
        return None
    attribution = attribute_order(order_id=order.pk)
    if attribution is None:
        return None
    back = papers.sale_lines(papers.sale_by_number(return_number).pk)
    row, _ = Reversal.objects.get_or_create(
        number=return_number,
        defaults={
            "attribution": attribution,
            "amount": amount,
            "ujrah": sum(line.ujrah for line in back),
        },
    )
    return row


def _is_staff(member_id: int) -> bool:
    login = identity.login_of_member(member_id)
    return login is not None and identity.person(login.pk).is_staff
