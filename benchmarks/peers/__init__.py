"""What others would serve the same events with, to be measured beside ours.

A module a peer, and `table` that lists them with what each does that is not equal. They are
installed into a virtual environment of their own (`installed`), which ours never sees.
"""
