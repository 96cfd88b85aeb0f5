"""The admin's sidebar, by the secretariat's work rather than by app."""

from typing import Any

SIDEBAR: list[dict[str, Any]] = []
