"""Where a server and the terminal compute: on worker processes (`workers`), a thread first and then
the other cores (`all_cores`), and each answer once for all who ask (`single_flight`). Nothing here
knows what is computed.
"""
