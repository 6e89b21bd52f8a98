"""Emboss jobs: what was asked, how far it is, and the truth about it whatever happened.

In: a publication and a device. Out: pages on the device's side, and a journal that says which.
docs/decisions/0018 has the protocol and its faults.
"""
