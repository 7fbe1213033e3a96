"""Members' simpanan: it takes and gives back what the rules allow, and promises no yield."""
