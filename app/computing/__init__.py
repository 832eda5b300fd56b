"""Where a server and the terminal compute: worker processes, all cores, each answer once."""
