"""Prompts: implicit, explicit and superficial prompts from laws, subjects and settings; and the way back."""
