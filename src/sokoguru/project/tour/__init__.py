"""``soko tour``: the golden thread, walked over HTTP as its people walk it."""
