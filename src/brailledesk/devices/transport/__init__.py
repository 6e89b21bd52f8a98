"""The ways to a device: file, serial line, USB printer device, TCP, CUPS queue, and a recording.

In: bytes. Out: whether the other side took them. Nothing here knows of pages or jobs; what
"took" means of each way is in :mod:`~brailledesk.devices.transport.base`.
"""
