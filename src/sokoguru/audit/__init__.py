"""The witness: an append-only record of who did what, and the outbox that delivers events.

Refuses to forget: records are never edited, and a delivery that fails for good is parked where a
person sees it. Refuses to know secrets: no PIN, token or NIK is ever a fact of an event.
"""
