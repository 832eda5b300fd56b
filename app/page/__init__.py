"""What the page is made of: its figures (`race_figures` of `planes` and `curves`, with the
searchers' `signs`; `tournament_figures`), the browser's program as one text (`front_end`), and the
whole page as one file that needs no server (`saved_page`).
"""
