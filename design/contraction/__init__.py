"""The design of this project's contracted Italian Braille: counted, chosen, assigned, written."""
