"""The room of batches: many documents converted side by side, and a journal of what is done.

In: folders, files or a manifest, and a recipe for each document. Out: Braille files, a journal and
a report. :mod:`~brailledesk.batch.plan` says what is to be done,
:mod:`~brailledesk.batch.work` does one document without writing anything,
:mod:`~brailledesk.batch.workers` and :mod:`~brailledesk.batch.cluster` are where that happens, and
:mod:`~brailledesk.batch.run` alone writes: first the journal, then the file.
"""
