"""Pages that combine offices: home, a good with its maker and story, its origin, Saya, Meja.

Owns no table and decides nothing: it shows what the offices below know.
"""
