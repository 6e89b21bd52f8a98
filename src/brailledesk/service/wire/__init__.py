"""What goes over the wire: the parameters and results of all methods, and their one table."""
