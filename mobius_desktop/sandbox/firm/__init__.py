"""The invented firm that both sandbox servers serve."""
