"""What a sale is paid with; it believes a payment only when it is shown.

It stands below identity: whoever calls its actions has checked who may. It compares persons itself,
so that nobody confirms an own order.
"""
