"""Planted: settings whose server takes a body of any size."""

from sokoguru.project.settings import *  # noqa: F403
from sokoguru.project.settings import MIDDLEWARE as USUAL

MIDDLEWARE = [each for each in USUAL if not each.endswith(".BoundedBody")]
