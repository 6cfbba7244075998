"""Where a tenant's people make apps."""
