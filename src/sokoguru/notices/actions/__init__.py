"""The only writers of notices: telling, and reading."""
