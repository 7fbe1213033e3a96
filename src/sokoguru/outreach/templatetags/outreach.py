"""Numbers as templates of outreach say them."""

from django import template

from sokoguru.kernel.rupiah import group_digits

register = template.Library()
register.filter("bulat", group_digits)
