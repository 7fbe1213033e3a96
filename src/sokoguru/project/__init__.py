"""The roof: settings, URL root, command line, the embedded database, and the wiring of the
offices.
"""
