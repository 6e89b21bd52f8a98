"""The service: screens, keys, messages and jobs for programs in any language, by JSON-RPC 2.0.

In: messages of clients over a transport (``transports``: stdio, a local socket or pipe, native
messaging). Out: replies and notifications; frames on the displays. ``wire`` has the types of all
methods, ``rpc`` the protocol without I/O, ``stack`` the clients' sheets, ``handlers`` what each
method does, ``endpoint`` one client's end of the service.
"""
