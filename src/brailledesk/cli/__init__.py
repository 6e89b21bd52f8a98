"""The room of the command line: parse, call one function, print.

In: arguments, files, standard input. Out: files, standard output, one sentence on standard error
and an exit status (see :mod:`brailledesk.errors`).
"""

from brailledesk.cli.app import main

__all__ = ["main"]
