"""Hand-written SQL of the measured hot paths: one entry, and a thousand in a batch."""
