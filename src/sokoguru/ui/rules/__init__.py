"""What is true of every page, as plain values: policy, icons, parts, drawings, receipts."""
