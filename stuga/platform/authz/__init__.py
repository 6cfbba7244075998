"""Who is acting, and what they may do. What is not granted is denied."""

from stuga.platform.authz.actor import Actor, ActorKind, TenantRole
from stuga.platform.authz.grants import GRANTS, Permission, may, require

__all__ = ["GRANTS", "Actor", "ActorKind", "Permission", "TenantRole", "may", "require"]
