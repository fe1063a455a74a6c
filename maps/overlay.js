/**
 * Features on any Leaflet map, for a folium.Map that is not ours. The data come as JSON in one
 * string; their text goes to textContent, never to innerHTML. Evaluates to a function.
 */
(function (target, text) {
  'use strict';
  const { features } = JSON.parse(text);
  const group = L.featureGroup();
  const said = (/** @type {string} */ words) => () => {
    const node = document.createElement('div');
    node.dir = 'auto';
    for (const line of words.split('\n')) {
      const part = document.createElement('div');
      part.textContent = line;
      node.append(part);
    }
    return node;
  };
  for (const feature of features) {
    const { style = {}, tooltip, popup, radius_m: reach } = feature.properties;
    const layer = L.geoJSON(feature, {
      style: () => style,
      pointToLayer: (_, at) => L.circleMarker(at, style),
    });
    if (reach > 0) {
      const [lon, lat] = feature.geometry.coordinates;
      L.circle([lat, lon], { radius: reach, weight: 1, color: style.fillColor, fillOpacity: 0.05, dashArray: '4 3', interactive: false }).addTo(group);
    }
    if (tooltip) layer.bindTooltip(said(tooltip), { sticky: true });
    if (popup) layer.bindPopup(said(popup));
    layer.addTo(group);
  }
  return group.addTo(target);
})
