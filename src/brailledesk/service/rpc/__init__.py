"""JSON-RPC 2.0 without I/O: messages, one end of a conversation, and the framings of streams."""
