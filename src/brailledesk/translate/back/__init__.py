"""The room of back-translation: cells to text, derived from the forward table.

In: cells and a table. Out: a :class:`BackTranslation`: the likeliest text that the table translates
to just these cells, both position maps, and what stays doubtful. Nothing in a table is written for
the way back: ``machine`` walks the forward rules without looking ahead, ``arcs`` turns its steps
into readings of cells with their costs (``likelihood``), ``lattice`` finds the cheapest.
"""
