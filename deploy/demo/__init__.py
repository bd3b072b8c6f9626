"""Demo data: made-up customers with machines of real models, made through operations as anybody would."""
