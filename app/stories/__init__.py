"""Lessons in stories: a race with stops on the clock, and how often what it shows happens.

A story is one small text file (`story`; ``.github/STORIES.md`` documents it). What it claims is
written in a language of few words (`conditions`), counted over races of other seeds (`counting`),
and shown beside it. A `shelf` is a folder of them; the project's own is ``own/``.
"""
