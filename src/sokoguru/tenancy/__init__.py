"""The ground: which cooperatives exist, on which hosts, in which cells, and the scope every row lives in.

Refuses to let a query run outside a scope, and a host that it does not know.
"""
