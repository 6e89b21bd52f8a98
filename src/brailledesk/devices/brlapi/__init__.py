"""BrlAPI: the socket interface of brltty, a client in pure Python and the official binding.

In: cells. Out: key codes, and word of a display that came or went. Facts of the protocol are those
of brltty's ``Programs/{brlapi_protocol.h,brlapi_client.c,brlapi_keycodes.h,brlapi_param.h}`` (6.5).
"""
