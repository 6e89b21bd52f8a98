"""The telephone at the desk: its state in the status cell, who calls as a message.

In: what a source of calls tells (``adapters.asterisk``, ``adapters.webhook``, a plugin). Out: the
desk's call state, messages, and the state "wrap-up" for the work after a call. ``following`` has
the rules and no I/O, ``running`` the thread or the task that a source runs in.
"""
