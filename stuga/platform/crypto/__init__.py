"""Keys derived from the installation's secret, and what is done with them."""

from stuga.platform.crypto.keys import KeyRing, Purpose, ring, use_ring
from stuga.platform.crypto.tokens import hashed, new_token

__all__ = ["KeyRing", "Purpose", "hashed", "new_token", "ring", "use_ring"]
