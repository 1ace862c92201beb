"""Établi: one system that runs sheltered and inclusive workplaces. Rooms and their order: docs/architecture.md."""

__version__ = "0.1.0"
