"""The page without a server: a folder for any file host, or one file, that computes by itself.

Python runs in a worker of the browser (`answers`), from `parts` that are fetched and checked when
the folder is built (`building`). The browser's side is ``front/sources/`` (`computing.js`).
"""
