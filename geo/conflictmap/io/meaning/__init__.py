"""What the columns and cells of anybody's table mean: any headers in, the standard columns out."""
