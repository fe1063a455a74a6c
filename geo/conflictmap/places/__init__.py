"""Built-in layers, the gazetteer, sectors and stretches of road."""
