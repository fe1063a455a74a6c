/** Does the strip of the road lie under the map, and not in its panel? */
export const isAcross = () => innerWidth > 1100 && innerHeight > 560;
