"""Addresses as sources write them."""

import re
from urllib.parse import urlsplit

BARE_HOST = re.compile(r"^[\w-]+(\.[\w-]+)+(/.*)?$")
LONGEST = 1000


def whole_address(said: str) -> str | None:
    """The address with its scheme, http where only a host is given; None for what is no address by itself."""
    address = said.strip()
    if BARE_HOST.match(address):
        address = f"http://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not parts.netloc or len(address) > LONGEST:
        return None
    return address
