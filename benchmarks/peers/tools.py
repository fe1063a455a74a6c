"""The tools: each makes one HTML file of the same table, with all its columns in the file.

Written as their documents show it. What a tool needs is imported in its own function, so that a
process that measures one tool loads only that one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CENTRE = (40.0, 46.5)


def table(source: Path) -> Any:
    """Read the events as a frame, the date as text."""
    import pandas as pd

    frame = pd.read_parquet(source)
    return frame.assign(date=frame["date"].astype(str))


def texts(frame: Any) -> list[str]:
    """Return the columns that are shown in a popup."""
    return [name for name in frame.columns if name not in {"lon", "lat"}]


def features(frame: Any, extra: Callable[[dict[str, Any]], dict[str, Any]] = dict) -> list[Any]:
    """Return the rows as GeoJSON features; `extra` makes the properties of a row."""
    return [{"type": "Feature", "properties": extra(row),
             "geometry": {"type": "Point", "coordinates": [row.pop("lon"), row.pop("lat")]}}
            for row in frame.to_dict("records")]


def popup(row: dict[str, Any]) -> str:
    """Return the text columns of a row as HTML."""
    from html import escape

    return "".join(f"<b>{name}</b> {escape(str(value))}<br>" for name, value in row.items()
                   if name not in {"lon", "lat"})


def conflictmap(source: Path, page: Path) -> None:
    """Read the events and save the page."""
    import conflictmap as cm

    cm.build(cm.read_events(source, swap_check=False)).save(page)


def folium_geojson(source: Path, page: Path) -> None:
    """GeoJSON with circle markers and popups."""
    import folium

    frame = table(source)
    data = {"type": "FeatureCollection", "features": features(frame)}
    found = folium.Map(CENTRE, zoom_start=8, prefer_canvas=True)
    folium.GeoJson(data, marker=folium.CircleMarker(radius=3),
                   popup=folium.GeoJsonPopup(fields=texts(frame))).add_to(found)
    found.save(page)


CALLBACK = """function (row) {
  const marker = L.marker(new L.LatLng(row[0], row[1]));
  marker.bindPopup(() => row.slice(2).map((text) => {
    const line = document.createElement("div"); line.textContent = text; return line.outerHTML;
  }).join(""));
  return marker; }"""


def folium_fast_cluster(source: Path, page: Path) -> None:
    """Clusters made in the browser from rows."""
    import folium
    from folium.plugins import FastMarkerCluster

    frame = table(source)
    rows = frame[["lat", "lon", *texts(frame)]].values.tolist()
    found = folium.Map(CENTRE, zoom_start=8)
    FastMarkerCluster(rows, callback=CALLBACK).add_to(found)
    found.save(page)


def folium_timestamped(source: Path, page: Path) -> None:
    """GeoJSON with a slider that steps by a month."""
    import folium
    from folium.plugins import TimestampedGeoJson

    def timed(row: dict[str, Any]) -> dict[str, Any]:
        return row | {"times": [row["date"]], "popup": popup(row), "icon": "circle",
                      "iconstyle": {"radius": 3}}

    # The text is in the popup; a second copy as properties would only weigh more.
    data = {"type": "FeatureCollection", "features": features(table(source), lambda row: {
        key: value for key, value in timed(row).items()
        if key in {"times", "popup", "icon", "iconstyle"}})}
    found = folium.Map(CENTRE, zoom_start=8, prefer_canvas=True)
    TimestampedGeoJson(data, period="P1M", duration="P1M", auto_play=False,
                       add_last_point=False).add_to(found)
    found.save(page)


def folium_circles(source: Path, page: Path) -> None:
    """One circle marker after the other."""
    import folium

    found = folium.Map(CENTRE, zoom_start=8, prefer_canvas=True)
    for row in table(source).to_dict("records"):
        folium.CircleMarker((row["lat"], row["lon"]), radius=3, popup=popup(row)).add_to(found)
    found.save(page)


def spatial(source: Path) -> Any:
    """Return the events as a frame of points."""
    import geopandas as gpd

    frame = table(source)
    points = gpd.points_from_xy(frame["lon"], frame["lat"], crs=4326)
    return gpd.GeoDataFrame(frame.drop(columns=["lon", "lat"]), geometry=points)


def geopandas_explore(source: Path, page: Path) -> None:
    """`explore` with popups in place of tooltips, drawn on a canvas."""
    spatial(source).explore(popup=True, tooltip=False, prefer_canvas=True).save(page)


def keplergl(source: Path, page: Path) -> None:
    """kepler.gl with a point layer and a filter by time."""
    from keplergl import KeplerGl

    frame = table(source)
    frame["date"] += " 00:00"
    layer = {"id": "events", "type": "point", "config": {
        "dataId": "events", "label": "events", "isVisible": True,
        "columns": {"lat": "lat", "lng": "lon"}, "visConfig": {"radius": 5}}}
    days = {"id": "days", "dataId": ["events"], "name": ["date"], "type": "timeRange",
            "value": [599616000000, 1735603200000], "enlarged": True}
    config = {"version": "v1", "config": {
        "visState": {"layers": [layer], "filters": [days]},
        "mapState": {"latitude": CENTRE[0], "longitude": CENTRE[1], "zoom": 7}}}
    KeplerGl(data={"events": frame}, config=config).save_to_html(file_name=str(page))


def lonboard(source: Path, page: Path) -> None:
    """A scatterplot layer."""
    from lonboard import Map, ScatterplotLayer

    layer = ScatterplotLayer.from_geopandas(spatial(source), radius_min_pixels=3)
    Map(layer).to_html(page)


def plotly(source: Path, page: Path) -> None:
    """`scatter_map` with every column on hover."""
    import plotly.express as px

    frame = table(source)
    found = px.scatter_map(frame, lat="lat", lon="lon", hover_data=texts(frame), zoom=7,
                           map_style="white-bg", center={"lat": CENTRE[0], "lon": CENTRE[1]})
    found.write_html(page, include_plotlyjs="cdn")


def pydeck(source: Path, page: Path) -> None:
    """A scatterplot layer with every column on hover."""
    import pydeck as pdk

    frame = table(source)
    layer = pdk.Layer("ScatterplotLayer", frame, get_position=["lon", "lat"], pickable=True,
                      radius_min_pixels=3, get_radius=200, get_fill_color=[200, 60, 60])
    view = pdk.ViewState(latitude=CENTRE[0], longitude=CENTRE[1], zoom=7)
    tip = {"text": "\n".join(f"{{{name}}}" for name in texts(frame))}
    pdk.Deck(layers=[layer], initial_view_state=view, tooltip=tip).to_html(
        str(page), notebook_display=False)


def bokeh(source: Path, page: Path) -> None:
    """A scatter over projected coordinates with every column on hover."""
    import numpy as np
    from bokeh.io import save
    from bokeh.models import ColumnDataSource, HoverTool
    from bokeh.plotting import figure
    from bokeh.resources import CDN

    frame = table(source)
    frame["x"] = np.radians(frame["lon"]) * 6378137
    frame["y"] = np.log(np.tan(np.pi / 4 + np.radians(frame["lat"]) / 2)) * 6378137
    found = figure(x_axis_type="mercator", y_axis_type="mercator", width=1200, height=760)
    found.add_tools(HoverTool(tooltips=[(name, f"@{name}") for name in texts(frame)]))
    found.scatter("x", "y", source=ColumnDataSource(frame), size=5)
    save(found, str(page), resources=CDN, title="events")


@dataclass(frozen=True)
class Tool:
    """How a tool is named in tables, what makes the page, and where its version stands."""

    title: str
    make: Callable[[Path, Path], None]
    package: str
    most: int = 10_000_000  # events; more is not tried

    @property
    def name(self) -> str:
        """Return the name that files and results are known by."""
        return self.make.__name__


TOOLS = {tool.name: tool for tool in (
    Tool("conflictmap", conflictmap, "conflictmap"),
    Tool("folium GeoJson", folium_geojson, "folium"),
    Tool("folium FastMarkerCluster", folium_fast_cluster, "folium"),
    Tool("folium TimestampedGeoJson", folium_timestamped, "folium"),
    Tool("folium CircleMarker, one by one", folium_circles, "folium", most=10_000),
    Tool("geopandas.explore", geopandas_explore, "geopandas", most=100_000),
    Tool("kepler.gl", keplergl, "keplergl"),
    Tool("lonboard", lonboard, "lonboard"),
    Tool("plotly scatter_map", plotly, "plotly"),
    Tool("pydeck", pydeck, "pydeck"),
    Tool("bokeh", bokeh, "bokeh"),
)}
