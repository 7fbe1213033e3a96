"""The ground: cooperatives, their hosts and cells, and the scope that every row lives in.

Refuses to let a query run outside a scope, and a host that it does not know.
"""
