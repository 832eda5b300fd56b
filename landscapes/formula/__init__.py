"""Families of made-up landscapes, one file each.

A file says what its family is called, what people read of it, and how an instance is drawn; it
appears in `landscapes.FAMILIES`, and so on the page, by being here.
"""
