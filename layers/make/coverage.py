"""Keep neighbouring areas neighbours: no gaps, no overlaps, the same points on shared edges."""

from collections.abc import Callable, Iterator, Mapping

import shapely
from shapely.geometry import MultiPolygon
from shapely.geometry.base import BaseGeometry

Areas = dict[str, BaseGeometry]
_SLIVER = 1e-6  # square degrees, some 10,000 m2: not worth splitting
_TOUCHING = 1e-9  # degrees
_AT_FRAME = 5e-5  # degrees: nearer to the frame than this is on it


def polygons(geometry: BaseGeometry, *, smallest: float = 0.0) -> BaseGeometry:
    """Return the polygons of a geometry larger than `smallest` square degrees, without the rest."""
    parts = [p for p in shapely.get_parts(geometry) if p.geom_type == "Polygon"]
    nested = [q for c in shapely.get_parts(geometry) if c.geom_type.startswith("Geometry")
              for q in shapely.get_parts(c) if q.geom_type == "Polygon"]
    kept = [p for p in [*parts, *nested] if p.area > smallest]
    return kept[0] if len(kept) == 1 else MultiPolygon(kept)


def without_overlaps(parts: Mapping[str, BaseGeometry], whole: BaseGeometry) -> Areas:
    """Return the parts cut to the whole; where two overlap, the earlier one keeps the ground."""
    taken: BaseGeometry = MultiPolygon()
    cut = {}
    for name, part in parts.items():
        cut[name] = polygons(part.intersection(whole).difference(taken))
        taken = taken.union(part)
    return cut


def fill_gaps(parts: Mapping[str, BaseGeometry], whole: BaseGeometry, *,
              spacing: float = 0.005) -> Areas:
    """Return the parts cut to the whole, with what none covers given to the nearest part.

    Parameters
    ----------
    parts
        Areas by name. Where two overlap, the earlier one keeps the ground.
    whole
        The area to be covered.
    spacing
        Distance in degrees between the points from which "nearest" is measured.
    """
    cut = without_overlaps(parts, whole)
    gaps = polygons(whole.difference(shapely.union_all(list(cut.values()))), smallest=1e-12)
    return {
        name: shapely.union_all([cut[name], *pieces])
        for name, pieces in _nearest(gaps, cut, spacing).items()
    }


def _nearest(gaps: BaseGeometry, parts: Areas, spacing: float) -> dict[str, list[BaseGeometry]]:
    """Split the gaps by the part that is nearest to each bit of ground."""
    given: dict[str, list[BaseGeometry]] = {name: [] for name in parts}
    for gap in shapely.get_parts(gaps):
        distance = {name: part.distance(gap) for name, part in parts.items()}
        touching = [name for name, d in distance.items() if d < _TOUCHING]
        if len(touching) == 1 or not touching or gap.area < _SLIVER:
            given[min(distance, key=lambda name: distance[name])].append(gap)
            continue
        for name, cell in _cells(gap, {name: parts[name] for name in touching}, spacing):
            given[name].append(polygons(gap.intersection(cell)))
    return given


def _cells(gap: BaseGeometry, parts: Areas, spacing: float) -> Iterator[tuple[str, BaseGeometry]]:
    """Yield (name, cell): the ground nearest to each of many points on the edges of the parts."""
    near = gap.buffer(spacing * 4)
    owner: dict[tuple[float, float], str] = {}
    for name, part in parts.items():
        edge = shapely.segmentize(part.boundary.intersection(near), spacing)
        for x, y in shapely.get_coordinates(edge).round(6).tolist():
            owner.setdefault((x, y), name)
    points = list(owner)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.multipoints(points), extend_to=near))
    where, which = shapely.STRtree(shapely.points(points)).query(cells, "contains")
    for cell, point in zip(where, which, strict=True):
        yield owner[points[point]], cells[cell]


def simplified(parts: Mapping[str, BaseGeometry], tolerance: Callable[[BaseGeometry], float],
               *, decimals: int, frame: BaseGeometry | None = None) -> Areas:
    """Return the parts on a rounded grid, each shared edge simplified once for both neighbours.

    Parameters
    ----------
    parts
        Areas that touch and do not overlap, by name.
    tolerance
        Gives the largest shift of an edge, in degrees.
    decimals
        Decimal places of a degree that remain.
    frame
        Outer edge of all parts together, already on the grid, that must stay as it is.
    """
    edges = [shapely.boundary(part) for part in parts.values()]
    noded = shapely.union_all(edges, grid_size=1e-6)  # neighbours may differ in the last digits
    arcs = shapely.get_parts(shapely.line_merge(noded if frame is None else _inside(noded, frame)))
    thin = [_rounded(arc.simplify(tolerance(arc)), decimals) for arc in arcs]
    if frame is not None:
        thin = [_tied(arc, frame) for arc in thin] + [frame]
    grid = shapely.union_all([arc for arc in thin if arc.length > 0], grid_size=10.0**-decimals)
    faces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(grid))))
    owned: dict[str, list[BaseGeometry]] = {name: [] for name in parts}
    for face in faces:
        shares = {name: part.intersection(face).area for name, part in parts.items()}
        owner = max(shares, key=lambda name: shares[name])
        if shares[owner] > face.area / 2:
            owned[owner].append(face)
    return {name: polygons(shapely.union_all(pieces)) for name, pieces in owned.items()}


def _inside(lines: BaseGeometry, frame: BaseGeometry) -> BaseGeometry:
    inner = lines.difference(frame.buffer(_AT_FRAME))
    return shapely.multilinestrings([g for g in shapely.get_parts(inner) if g.length > 0])


def _tied(line: BaseGeometry, frame: BaseGeometry) -> BaseGeometry:
    """Return the line with ends that lie on the frame moved to the frame's nearest corner."""
    corners = shapely.get_coordinates(frame)
    points = line.coords[:]
    for i in (0, -1):
        if frame.distance(shapely.Point(points[i])) < 5 * _AT_FRAME:
            points[i] = tuple(corners[((corners - points[i]) ** 2).sum(axis=1).argmin()])
    return shapely.LineString(points)


def _rounded(line: BaseGeometry, decimals: int) -> BaseGeometry:
    moved = shapely.transform(line, lambda points: points.round(decimals))
    return shapely.remove_repeated_points(moved)


def shared_edge(one: BaseGeometry, two: BaseGeometry) -> BaseGeometry:
    """Return the border between two touching areas as merged lines."""
    edge = shapely.boundary(one).intersection(shapely.boundary(two))
    lines = [g for g in shapely.get_parts(edge) if g.geom_type == "LineString"]
    return shapely.line_merge(shapely.multilinestrings(lines)) if lines else edge
