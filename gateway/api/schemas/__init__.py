"""The shapes of version 1, written out and frozen: a service's contract may change without the API changing.

What is here may gain optional fields and words, and loses none. Another shape is another version.
"""
