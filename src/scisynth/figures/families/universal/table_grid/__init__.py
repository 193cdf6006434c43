"""Universal - Table / Grid: tables that are read and completed, and grids that are counted."""
