/** A writer of packed events after docs/packed-format.md, plain and slow: the reader of the page is
 * held to it. Python's writer is another; tests/parity/packed.json is by that one. */
import { deflateSync } from 'node:zlib';

const base64 = (content) => deflateSync(Buffer.from(content)).toString('base64');
const zigzag = (n) => (n < 0 ? -2 * n - 1 : 2 * n);
const SHORT = 192;

/** The bytes of all numbers, and where each run of them stands. */
class Core {
  bytes = [];

  run(values) {
    const at = this.bytes.length;
    let w = 0;
    while (values.some((value) => value >= 256 ** w)) w += 1;
    for (let plane = 0; plane < w; plane += 1)
      this.bytes.push(...values.map((value) => Math.floor(value / 256 ** plane) % 256));
    return { at, w, n: values.length };
  }
}

const least = (values) => values.reduce((a, b) => (b !== null && b < a ? b : a), 0);

/** Numbers, null where one is not known. */
function int(core, values) {
  const base = least(values);
  return { k: 'int', base, ...core.run(values.map((n) => (n === null ? 0 : n - base + 1))) };
}

/** Numbers as differences from those of another column. */
function like(core, of, values, others) {
  const codes = values.map((n, i) =>
    n === others[i] ? 0 : n === null ? 1 : 2 + zigzag(n - (others[i] ?? 0)));
  return { k: 'like', of, ...core.run(codes) };
}

/** Rising numbers, with nulls before and after. */
function steps(core, values) {
  const known = values.filter((n) => n !== null);
  const head = Math.max(0, values.findIndex((n) => n !== null));
  return { k: 'steps', first: known[0] ?? 0, head, ...core.run(known.map((n, i) => n - (i ? known[i - 1] : n))) };
}

/** Texts as numbers of a list, some as the usual text of their place. */
function dict(core, texts, name, values, place = null) {
  texts[name] = [...new Set(values)];
  const own = values.map((value) => texts[name].indexOf(value));
  if (!place) return { k: 'dict', code: core.run(own) };
  const usual = Array.from({ length: Math.max(...place) + 1 }, (_, at) => own[place.indexOf(at)] ?? 0);
  return {
    k: 'dict', code: core.run(own.map((code, row) => (usual[place[row]] === code ? 0 : code + 1))),
    usual: core.run(usual),
  };
}

/** Free text: words of a list by number, others as they stand, in pieces of BLOCK rows. */
function freeText(values, words, block) {
  const pieces = [];
  for (let at = 0; at < values.length; at += block) {
    const split = values.slice(at, at + block).map((value) => (value === '' ? [] : value.split(' ')));
    const all = split.flat();
    const codes = all.map((word) => words.indexOf(word) + 1);
    const rest = (code) => code - SHORT;
    pieces.push(base64(Buffer.concat([
      Buffer.from([2]), Buffer.from(split.flatMap(({ length }) => [length % 256, length >> 8])),
      Buffer.from(codes.map((code) => (code < SHORT ? code : SHORT + (rest(code) >> 8)))),
      Buffer.from(codes.filter((code) => code >= SHORT).map((code) => rest(code) % 256)),
      Buffer.from(JSON.stringify(all.filter((_, i) => codes[i] === 0))),
    ])));
  }
  return { block: pieces.join(''), column: { k: 'text', lengths: pieces.map(({ length }) => length) } };
}

/** @param {any} events columns, in millionths of a degree for places
 * @param {{words: string[], block: number, shared: [number, number][]}} how */
export function packedBy({ start, end, best, low, type, title, ids, place }, { words, block, shared }) {
  const core = new Core();
  const texts = { words };
  const spots = [...shared, ...place.filter((one) => Array.isArray(one))];
  const code = place.map((one) => (one === null ? 1 : Array.isArray(one) ? 0 : one + 2));
  const degrees = (axis, zero) => ({
    base: 0, unit: 1, ...core.run(spots.map((spot) => spot[axis] + zero * 1e6)),
  });
  const text = freeText(title, words, block);
  texts.id = [...new Set(ids.map(([head]) => head))];
  const columns = {
    point: { k: 'points', code: core.run(code), shared: shared.length, lat: degrees(0, 90), lon: degrees(1, 180) },
    start: steps(core, start), end: like(core, 'start', end, start), best: int(core, best),
    low: like(core, 'best', low, best), type: dict(core, texts, 'type', type, code), title: text.column,
    id: {
      k: 'numbered', code: core.run(ids.map(([head]) => texts.id.indexOf(head))), width: 0,
      number: { steps: true, ...core.run(ids.map(([, n], i) => zigzag(n - (i ? ids[i - 1][1] : 0)))) },
    },
    where: dict(core, texts, 'where', type.map((one, i) => `${one} ${i % 3}`)),
  };
  return {
    head: { packed: 2, rows: start.length, block, columns, joins: [] },
    blocks: { core: base64(Buffer.from(core.bytes)), texts: base64(JSON.stringify(texts)), 'text-title': text.block },
    places: spots,
  };
}
