"""One module a command: its words, its arguments, what it needs. Light: help comes at once."""
