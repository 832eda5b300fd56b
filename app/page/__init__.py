"""What the page is made of: its figures, its program as one text, and itself as one file."""
