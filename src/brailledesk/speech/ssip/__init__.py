"""speech-dispatcher by its own protocol, SSIP 0.2, over its socket.

The server synthesises and plays: it gives no audio, so it is an output and not an engine. What we
share with it is the sound device of a desk where Orca or another reader speaks too; its priorities
decide between programs, ours between utterances.
"""
