"""One module a network, and the one client for outbound HTTP."""
