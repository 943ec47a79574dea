"""The window: theme, shell, tables, components and pages. Nothing here talks to the network."""
