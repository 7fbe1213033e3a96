"""What a sale is paid with; it believes a payment only when it is shown."""
