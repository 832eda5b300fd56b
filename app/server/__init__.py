"""What Panel serves: the page of a session (`race_view`), and the tournaments that sessions watch
together (`watched`), which a browser asks for by `questions`. Answers are the desk's; here they
are shared.
"""
