"""The searchers, one file each: where each of them asks for a score next."""
