"""What the page is made of: its figures (`race_figures`, `tournament_figures`), built once with
empty sources, the browser's program as one text (`front_end`), and the whole page as one file that
needs no server (`saved_page`).
"""
