"""LibreOffice as the writer of files that nobody here made."""
