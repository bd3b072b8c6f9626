"""The support centre: public pages, the same for everybody, and cacheable. The language is part of each address."""
