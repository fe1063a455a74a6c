/** Families of event types: one hue each (colour-blind-safe, apart in lightness), one shape per
 * type. */
/** @import {EventType, Spec} from '#app/types' */

/** Order is the order of stacking and of the key. */
export const FAMILIES = [
  'fighting', 'civilians', 'movement', 'control', 'diplomacy',
  'own-1', 'own-2', 'own-3', 'own-4', 'own-5', 'own-6', 'own-7', 'own-8', 'other',
];

/** The families of our own vocabulary; a map's own types may name one of FAMILIES themselves.
 * @type {Record<string, string>} */
const FAMILY_OF = {
  battle: 'fighting',
  shelling: 'fighting',
  drone_strike: 'fighting',
  war_phase: 'fighting',
  attack_on_civilians: 'civilians',
  killing_of_captives: 'civilians',
  landmine: 'civilians',
  accident: 'civilians',
  displacement: 'movement',
  passage: 'movement',
  detention: 'movement',
  blockade: 'control',
  checkpoint: 'control',
  handover: 'control',
  infrastructure: 'control',
  troop_deployment: 'control',
  agreement: 'diplomacy',
  ceasefire: 'diplomacy',
  statement: 'diplomacy',
  political: 'diplomacy',
  allegation: 'diplomacy',
};

/** Shapes differ within a family, so that types part without colour.
 * @type {Record<string, string>} */
const SHAPE_OF = {
  battle: 'circle',
  shelling: 'burst',
  drone_strike: 'wedge',
  landmine: 'cross',
  war_phase: 'spark',
  attack_on_civilians: 'square',
  displacement: 'chevron',
  blockade: 'bar',
  checkpoint: 'triangle',
  handover: 'diamond',
  troop_deployment: 'house',
  agreement: 'hexagon',
  ceasefire: 'pentagon',
  statement: 'plate',
  political: 'lens',
  killing_of_captives: 'hourglass',
  accident: 'drop',
  passage: 'arrow',
  detention: 'gate',
  infrastructure: 'bolt',
  allegation: 'half',
};
const SPARE = [
  'circle',
  'square',
  'diamond',
  'triangle',
  'pentagon',
  'hexagon',
  'burst',
  'cross',
  'house',
  'lens',
];

/** @param {EventType} type */
export function familyOf(type) {
  if (FAMILIES.includes(type.family)) return type.family;
  return FAMILY_OF[type.id] ?? 'other';
}

/** `whole`: every event of the type is a total over others, and so is its mark.
 * @param {Spec['types']} types @param {Set<string>} single types of events that are no such total
 * @param {string} [icon] the author's shape for types of no family
 * @returns {Map<string, {family: string, shape: string, label: string, whole: boolean}>} */
export function typeStyles(types, single, icon) {
  return new Map(
    types.map((type, i) => {
      const family = familyOf(type);
      const own =
        family === 'other' && icon ? icon : SPARE[i % SPARE.length];
      return [type.id, { family, label: type.label, shape: SHAPE_OF[type.id] ?? own, whole: !single.has(type.id) }];
    }),
  );
}

/** A colour an author may give: #rrggbb and nothing else.
 * @param {string | undefined} colour */
export const ownColour = (colour) =>
  /^#[0-9a-fA-F]{6}$/.test(colour ?? '') ? /** @type {string} */ (colour) : null;

/** Colours come from the style sheet, so that a theme is one place.
 * @param {string} name @returns {string} */
export function cssColour(name) {
  const key = `${document.documentElement.dataset.theme} ${name}`;
  const known = colours.get(key);
  if (known !== undefined) return known;
  const found =
    getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || '#777';
  colours.set(key, found);
  return found;
}

/** Asking the style sheet costs more than drawing. @type {Map<string, string>} */
const colours = new Map();
