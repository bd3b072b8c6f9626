"""Service for the supply catalogue, baskets and orders."""
