"""Sokoguru: the platform that an Indonesian cooperative runs on."""

__version__ = "0.1.0"
