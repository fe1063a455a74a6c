"""Events with areas and lines, in space and time."""
