"""Planted: settings whose server says yes to a deposit before the deposit is written down."""

from sokoguru.project.settings import *  # noqa: F403
from sokoguru.project.settings import MIDDLEWARE as USUAL

MIDDLEWARE = ["tests.proof.hasty.YesFirst", *USUAL]
