"""Formats of dates and numbers, where Django's own would guess."""
