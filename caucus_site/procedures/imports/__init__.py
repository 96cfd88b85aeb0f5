"""Bringing people in from other people's lists: read, match, write, report."""
