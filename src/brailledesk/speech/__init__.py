"""The room of speech: the voice beside the fingers.

In: text with its language, the reader's voice and the state of the call. Out: audio in memory or in
a WAV file, or sound from a player, and marks that lead from what is heard back to the text.

``engine`` has the protocol; ``engines`` finds the engines of this machine; ``normalise`` writes out
what a voice reads wrongly; ``passage`` speaks a text sentence by sentence; ``queue`` decides who
speaks and when.
"""
