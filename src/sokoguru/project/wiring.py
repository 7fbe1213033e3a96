"""Which event triggers which handler, which adapter serves which port, which work is periodic, the
menu.
"""


def connect() -> None:
    """Connect every event to its handlers. Called once, when Django is ready."""
