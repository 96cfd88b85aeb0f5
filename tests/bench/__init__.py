"""How cost grows: ratios measured in one run, on a private PostgreSQL, without any network.

Absolute times belong to the machine and the hour; what is judged is how a page, an import or an entry fares with a
hundred thousand people against a thousand, measured in turns. Run with `make bench`.
"""
