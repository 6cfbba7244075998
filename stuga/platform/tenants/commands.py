"""What can be asked of this feature."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CreateTenant:
    """Make an organisation and its first owner."""

    slug: str
    title: str
    language: str
    zone: str
    owner_name: str
    owner_email: str
