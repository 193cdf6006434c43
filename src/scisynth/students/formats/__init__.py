"""Rows as trainers read them, one module a trainer; `table.FORMATS` lists them."""
