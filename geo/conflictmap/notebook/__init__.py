"""Maps in notebooks: a map object, overlays on folium, a widget."""
