"""What barcodes, units, lots and the value of goods obey."""
