/** Events that fall on one spot of the screen become one counted stack; pure. */

/** @typedef {{x: number, y: number, rows: number[]}} Stack */

/** Greedy by order: a point joins the nearest stack within REACH pixels of where that stack began.
 * @param {{row: number, x: number, y: number}[]} points @param {number} reach @returns {Stack[]} */
export function stacks(points, reach) {
  /** @type {Map<string, Stack[]>} */
  const grid = new Map();
  const all = [];
  for (const point of points) {
    const cx = Math.floor(point.x / reach);
    const cy = Math.floor(point.y / reach);
    const near = nearest(grid, cx, cy, point, reach);
    if (near) {
      near.rows.push(point.row);
      continue;
    }
    const stack = { x: point.x, y: point.y, rows: [point.row] };
    all.push(stack);
    grid.set(`${cx},${cy}`, [...(grid.get(`${cx},${cy}`) ?? []), stack]);
  }
  return all;
}

/** @param {Map<string, Stack[]>} grid @param {number} cx @param {number} cy
 * @param {{x: number, y: number}} point @param {number} reach @returns {Stack | null} */
function nearest(grid, cx, cy, point, reach) {
  let best = null;
  let least = reach * reach;
  for (let dx = -1; dx <= 1; dx += 1) {
    for (let dy = -1; dy <= 1; dy += 1) {
      for (const stack of grid.get(`${cx + dx},${cy + dy}`) ?? []) {
        const distance = (stack.x - point.x) ** 2 + (stack.y - point.y) ** 2;
        if (distance < least) {
          least = distance;
          best = stack;
        }
      }
    }
  }
  return best;
}

/** Stacks that would cover another mark take it in, until none does. Marks of one event may
 * overlap.
 * @param {Stack[]} all
 * @param {(stack: Stack) => number} radius of the counted mark or the single one
 * @param {(stack: Stack) => boolean} [counted] whether it has a number, not a shape
 * @returns {Stack[]} */
export function merged(all, radius, counted = ({ rows }) => rows.length > 1) {
  const kept = [...all].sort((a, b) => b.rows.length - a.rows.length);
  if (kept.length > 800) return kept;
  for (let i = 0; i < kept.length; i += 1) {
    let first = i + 1; // one that grew is compared with those before it too
    for (let j = kept.length - 1; j >= first; j -= 1) {
      if (j === i || !covers(kept[i], kept[j], radius, counted)) continue;
      const [into, gone] = i < j ? [i, j] : [j, i];
      kept[into] = { ...kept[into], rows: [...kept[into].rows, ...kept[gone].rows] };
      kept.splice(gone, 1);
      [i, j, first] = [into, kept.length, 0];
    }
  }
  return kept;
}

/** @param {Stack} one @param {Stack} two @param {(stack: Stack) => number} radius
 * @param {(stack: Stack) => boolean} counted */
function covers(one, two, radius, counted) {
  if (!counted(one) && !counted(two)) return false;
  const room = 0.86 * (radius(one) + radius(two));
  return (one.x - two.x) ** 2 + (one.y - two.y) ** 2 < room * room;
}
