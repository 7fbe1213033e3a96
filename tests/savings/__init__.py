"""Simpanan."""
