"""What Panel serves: the page of a session, and the tournaments that sessions watch together."""
