"""What of a text is seen, and how: functions from a text and a place to a scene."""
