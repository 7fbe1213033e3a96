"""The suite. Numbers of the field stand in ``tests/vectors``, each with its source."""
