"""The till and the web shop: goods for money, in one entry, and back again.

It never sells what is not there while it can still ask, and never refuses a sale that has happened.
"""
