"""Whether an address leads to this machine alone."""

from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """True for 127.0.0.1, ::1 and localhost: nobody else can reach what listens there."""
    name = host.strip("[]").lower()
    if name == "localhost":
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False
