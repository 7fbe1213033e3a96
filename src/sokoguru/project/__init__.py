"""The house put together: settings, roots, commands, the embedded database, the wiring."""
