"""The secretariat's desk for statements, asks, work on them, and money."""

from advocacy.admin import actions, campaigns, cases, funding, instruments, recommendations, statements

__all__ = ["actions", "campaigns", "cases", "funding", "instruments", "recommendations", "statements"]
