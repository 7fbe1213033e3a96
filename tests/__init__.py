"""The suite. Numbers of the field stand in ``tests/vectors``, each with its source."""

from hypothesis import settings

# Two busy cores make a deadline a coin toss, and a suite without a fixed seed is not repeatable.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")
