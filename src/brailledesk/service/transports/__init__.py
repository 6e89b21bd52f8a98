"""Ways to clients: each reads messages from its kind of stream, and hands them to the service."""
