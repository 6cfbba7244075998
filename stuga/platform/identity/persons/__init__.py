"""People of the tenant: adding them, their roles, their sign-in links, letting them go."""
