"""Pages of intake, settling and returns, and *Lapak saya*."""
