"""A small door for telephone systems of any kind: they post JSON to it, on this computer only.

In: ``POST /calls`` with a token. Out: a :class:`~brailledesk.call.Call`. ``request`` reads the head
of a request, ``body`` what is in it, both without I/O; ``server`` has the socket.
``docs/telephony.md`` documents the request.
"""
