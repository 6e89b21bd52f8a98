"""Asterisk's manager interface (AMI) as the state of one agent's telephone.

In: the bytes of a connection to Asterisk. Out: a :class:`~brailledesk.call.Call` whenever what the
agent's own telephone does has changed. ``lines`` takes the bytes apart, ``client`` logs in,
``calls`` knows the telephone; none of them does I/O. ``connection`` has the socket.

What is spoken is AMI version 2 and later (Asterisk 12 and later) as Asterisk documents it: "AMI v2
Specification" and the pages "AMI Actions" and "AMI Events" of docs.asterisk.org, version 20.
"""
