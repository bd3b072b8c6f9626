"""Editing the articles of the support centre."""
