"""The room of the tables: read, check and find tables in a declared subset of liblouis' language.

In: table files (``tables/*.utb``, ``*.uti``) or a name or metadata query. Out: a frozen
:class:`~brailledesk.tables.rules.Table`, or :class:`~brailledesk.errors.TableFaulty` with all
faults at once. Engines compile a Table; nothing here translates.
"""

from __future__ import annotations

from brailledesk.lazy import import_name

TYPE_CHECKING = False  # as in brailledesk.lazy
if TYPE_CHECKING:
    from brailledesk.tables.catalogue import find_table, list_tables, load_table
    from brailledesk.tables.parse import parse_table
    from brailledesk.tables.rules import Table

__all__ = ["Table", "find_table", "list_tables", "load_table", "parse_table"]

_HOMES = {
    "Table": "rules",
    "find_table": "catalogue",
    "list_tables": "catalogue",
    "load_table": "catalogue",
    "parse_table": "parse",
}


def __getattr__(name: str) -> object:
    return import_name(__name__, _HOMES, name)
