"""Generators and judges by name, access to models behind an API, and where models and data come from."""
