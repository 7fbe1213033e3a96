"""What savings offers to the offices below it: paying a sale from simpanan."""
