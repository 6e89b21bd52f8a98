"""Whether plugins do what their hooks promise, for those who write them.

In: the names of installed plugins, or a file of Python. Out: what is wrong, in which hook, at which
line. Each hook is asked with a sample, and what it offers is tried; samples are ours, so errors may
be told with their words. ``samples`` has what is given, ``offers`` how offered things are tried.
"""

from __future__ import annotations

from brailledesk.plugin_check.check import Problem, check_plugin, choose_plugins

__all__ = ["Problem", "check_plugin", "choose_plugins"]
