"""Designs whose results are files of this repository, each to be made again by one command."""
