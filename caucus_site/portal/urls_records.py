"""Addresses of the records' pages."""

from typing import Any

urlpatterns: list[Any] = []
