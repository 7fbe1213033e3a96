"""Tests of the roof: settings, command line, database, wiring."""
