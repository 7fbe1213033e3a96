"""The project's settings with a mistake installed, for commands run as processes."""

from sokoguru.project.settings import *  # noqa: F403
from sokoguru.project.settings import INSTALLED_APPS as USUAL

INSTALLED_APPS = [*USUAL, "tests.project.planted"]
