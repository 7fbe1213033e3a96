"""What every bench needs: a database of its own, and two contenders in turns."""
