"""Figures of the combined pages, from the offices below."""
