"""Who may do what: logins here, roles as data with limits, PINs, one-time links, API keys.

Refuses by default: an act that no role of the person grants, an amount beyond the role's limit, a
view that does not say who may see it.
"""
