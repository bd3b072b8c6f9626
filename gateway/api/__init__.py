"""The JSON API, version 1: what other systems may ask and tell, by the rules of the pages (product.md section 8)."""
