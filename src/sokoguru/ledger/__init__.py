"""The books: every balance is an account, every change is an entry, nothing posted is ever edited.

Refuses an entry that does not sum to zero within each business unit and fund, a balance below its
floor, a closed period, and a reference used for two different things.
"""
