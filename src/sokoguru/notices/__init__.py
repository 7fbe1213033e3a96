"""Notices: who is told what and when; hears the events of all offices below."""
