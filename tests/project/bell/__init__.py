"""An office for tests of the command line: a bell that rings, an echo that the worker brings."""
