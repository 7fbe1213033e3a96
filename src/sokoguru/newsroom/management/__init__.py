"""Commands of the newsroom."""
