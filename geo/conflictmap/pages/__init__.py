"""Recipe, spec, packed data and HTML, and back."""
