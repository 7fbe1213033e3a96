"""Writes of surplus: the policy, the closing of a year, proposals, distribution, estimates."""
