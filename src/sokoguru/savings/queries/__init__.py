"""Reads of savings: products and balances, slips, drawers."""
