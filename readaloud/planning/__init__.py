"""Planning: `Document` → `Script` and `Cast`, pure."""
