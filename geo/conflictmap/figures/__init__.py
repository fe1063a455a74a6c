"""Cartographic figures in the page's own style, drawn by matplotlib without a browser.

`compose` lays a figure out; `style` and `shapes` hold what is the page's, `frame` the projection,
`basemap`, `marks`, `labels` and `arealabels` what lies on the map, `legend` and `furniture` what
explains it, `writing` the bytes.
"""
