"""The start page of the secretariat's desk."""

from typing import Any


def start_page(request: Any, context: dict[str, Any]) -> dict[str, Any]:
    return context
