"""Tests of back-translation."""
