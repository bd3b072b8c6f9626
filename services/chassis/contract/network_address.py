"""Network addresses of callers, in one spelling, and the network that limits count."""

import ipaddress

IPV6_NETWORK = 64
"""Prefix length of the network that one subscriber has at least (RFC 6177): its addresses count as one."""


def canonical_address(text: str) -> str:
    """The address in its usual spelling (RFC 5952), without zone; an IPv4-mapped IPv6 address as IPv4. Anything else is
    returned as it is."""
    try:
        address = ipaddress.ip_address(text.strip().partition("%")[0])
    except ValueError:
        return text
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return str(mapped or address)


def network_of(text: str) -> str:
    """What counts as one network address: an IPv4 address, or the /64 network of an IPv6 address."""
    address = canonical_address(text)
    if ":" not in address:
        return address
    try:
        return str(ipaddress.IPv6Network((address, IPV6_NETWORK), strict=False))
    except ValueError:
        return address
