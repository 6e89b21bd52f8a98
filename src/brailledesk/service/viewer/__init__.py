"""The files of the developer's page; ``transports.viewing`` serves them."""
