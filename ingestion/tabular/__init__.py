"""Tables of text files, whatever system they come from: read, checked, landed."""
