/** Distances on the WGS 84 ellipsoid (Vincenty 1975), in metres; pure. */

const A = 6378137;
const F = 1 / 298.257223563;
const B = A * (1 - F);

/** @typedef {[number, number]} LatLon degrees */

/** @param {LatLon} one @param {LatLon} two @returns {number} metres */
export function distanceM([lat1, lon1], [lat2, lon2]) {
  const rad = Math.PI / 180;
  const u1 = Math.atan((1 - F) * Math.tan(lat1 * rad));
  const u2 = Math.atan((1 - F) * Math.tan(lat2 * rad));
  const [sinU1, cosU1, sinU2, cosU2] = [Math.sin(u1), Math.cos(u1), Math.sin(u2), Math.cos(u2)];
  const l = (lon2 - lon1) * rad;
  let lambda = l;
  for (let i = 0; i < 100; i += 1) {
    const [sin, cos] = [Math.sin(lambda), Math.cos(lambda)];
    const sinS = Math.hypot(cosU2 * sin, cosU1 * sinU2 - sinU1 * cosU2 * cos);
    if (sinS === 0) return 0;
    const cosS = sinU1 * sinU2 + cosU1 * cosU2 * cos;
    const sigma = Math.atan2(sinS, cosS);
    const sinA = (cosU1 * cosU2 * sin) / sinS;
    const cos2A = 1 - sinA ** 2;
    const cos2M = cos2A === 0 ? 0 : cosS - (2 * sinU1 * sinU2) / cos2A;
    const c = (F / 16) * cos2A * (4 + F * (4 - 3 * cos2A));
    const last = lambda;
    lambda =
      l +
      (1 - c) * F * sinA *
        (sigma + c * sinS * (cos2M + c * cosS * (2 * cos2M ** 2 - 1)));
    if (Math.abs(lambda - last) < 1e-12) return arc(cos2A, sigma, sinS, cosS, cos2M);
  }
  return Math.PI * B; // nearly opposite points: half round the globe
}

/** @param {number} cos2A @param {number} sigma @param {number} sinS @param {number} cosS
 * @param {number} cos2M */
function arc(cos2A, sigma, sinS, cosS, cos2M) {
  const u = (cos2A * (A ** 2 - B ** 2)) / B ** 2;
  const a = 1 + (u / 16384) * (4096 + u * (-768 + u * (320 - 175 * u)));
  const b = (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u)));
  const delta =
    b *
    sinS *
    (cos2M +
      (b / 4) *
        (cosS * (2 * cos2M ** 2 - 1) -
          (b / 6) * cos2M * (4 * sinS ** 2 - 3) * (4 * cos2M ** 2 - 3)));
  return B * a * (sigma - delta);
}

/** @param {LatLon[]} points */
export const lengthM = (points) =>
  points.slice(1).reduce((sum, point, i) => sum + distanceM(points[i], point), 0);
