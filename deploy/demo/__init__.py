"""Demo data: fictitious customers with machines of real models, created through operations."""
