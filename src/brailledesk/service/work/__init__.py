"""Work on documents and pictures, in processes beside the service.

A document keeps Python busy for as long as it takes, and a thread of this process would take turns
with the desk; a process does not, and it can be ended at any moment, also where a library hangs.
``processes`` has them, ``program`` runs in one, ``documents`` and ``pictures`` are what it does.
"""
