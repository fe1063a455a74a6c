/** A day: whole days since 1970-01-01; negative before. */
export type Day = number;
/** Half-open window of days [from, to). */
export type Window = [Day, Day];
/** en, hy, az, ru, or the code of a further language of this page. */
export type Lang = string;
export type Naming = 'paired' | 'international' | 'armenian_first' | 'azerbaijani_first';
/** Whose figures of the dead are shown. */
/** `range`, `latest`, `first`, or a side that speaks in the data. */
export type ClaimsView = string;
export type Theme = 'auto' | 'light' | 'dark';
export type Num = number | null;

export interface Join {
  layer: string;
  area: string;
  certainty: 'inside' | 'possible' | 'outside';
  share?: Num;
  border_uncertain?: boolean;
  chainage_m?: Num;
  offset_m?: Num;
}
/** The events of a page, by column; unknown is null or "". Sorted by start, then id. */
export interface EventColumns {
  id: string[];
  title: string[];
  type: string[];
  start: Num[];
  end: Num[];
  certain_start: Num[];
  certain_end: Num[];
  when: string[];
  lat: Num[];
  lon: Num[];
  radius_m: Num[];
  where: string[][];
  low: Num[];
  best: Num[];
  high: Num[];
  role: string[];
  part_of: string[];
  status: string[];
  place: string[];
  place_hy: string[];
  place_az: string[];
  source_url?: string[];
  place_precision: string[];
  actor_a: string[];
  actor_b: string[];
  note: string[];
  sources: string[][];
  article: string[][];
  joins: Join[][];
  /** How many events a row stands for, when it is a total; null is one. */
  stands_for?: Num[];
  /** Colours of the author's own, #rrggbb or "". */
  color?: string[];
  /** Sizes by a column of the author's, in thousandths of the top of its scale. */
  size?: Num[];
  coord_code?: string[];
  /** Columns of the author's table that have no meaning here: names, and texts by row. */
  extra?: [string, string[]][];
}
export interface LayerInfo {
  id: string;
  title: string;
  kind: string;
  role: string;
  group: string;
  visible: boolean;
  viewpoint: string;
  source: string;
  source_url: string | null;
  licence: string;
  attribution: string;
  note: string;
  color?: string;
  /** Colour and label of what the layer's own styles mean. */
  key?: [string, string][];
}
export interface Claim {
  event: string;
  by: string;
  side: string;
  on: string;
  measure: string;
  who: string;
  /** whose dead: a people, `all`, or empty when it does not say */ whose?: string;
  low: Num;
  best: Num;
  high: Num;
  statement: string;
  source: string;
  /** where on the page of the source it stands */ locator?: string;
  read_on?: string;
  whole_or_part?: string;
}
export interface Source {
  title?: string;
  publisher?: string;
  date?: string;
  url?: string;
  archive_url?: string;
  note?: string;
  side?: string;
  licence?: string;
  kind?: string;
  /** primary, agency, research, reference, partisan or mirror */ grade?: string;
  language?: string;
  read_date?: string;
  archive_path?: string;
  archive_sha256?: string;
  captured_at?: string;
}
/** What the article said, and what is known of it; how it is shown, where that is said. */
export interface Statement {
  code: string;
  text: string;
  verdict: string;
  known: string;
  events: string[];
  /** place in the article, from 1 */ order?: number;
  layers?: string[];
  sources?: string[];
  window?: Window;
  day?: Day;
  view?: State['view'];
}
/** A short text at a place: latitude, longitude; days half-open; text by language. */
export interface Annotation {
  at: [number, number];
  from: Day;
  to: Day;
  text: Record<string, string>;
  /** the event that it rests on, or empty */
  event?: string;
}
export interface Band {
  from: Num;
  to: Num;
  label: string;
  kind: string;
}
export interface EventType {
  id: string;
  label: string;
  family: string;
  /** of a family of its own, as the author wants it: #rrggbb */ color?: string;
}
export interface Spec {
  version: number;
  generator: string;
  title: string;
  subtitle: string;
  lang: Lang;
  /** of titles, notes and claims, where it is stated */
  content_lang?: string;
  names: Naming;
  viewpoint: string;
  attribution: string[];
  notes: string[];
  window: Window;
  extent: Window;
  bounds: [number, number, number, number];
  center: [number, number] | null;
  zoom: Num;
  tiles: null | { url: string; attribution: string };
  /** a picture of the author's, as a data address */ logo?: { src: string; alt: string };
  /** the theme to open in; the reader may choose another */ theme?: Theme;
  /** Programs of the map's author that are passed through, and what they load. */
  plugins?: { name: string; line: string }[];
  accounting: Record<string, number>;
  inputs: { name: string; sha256: string; bytes: number; rows: number }[];
  style?: {
    name: string; color: string; icon: string; key?: [string, string][];
    /** the toll at which marks stop growing; 1,000 when not said */ largest?: number;
    /** the column that sizes go with, and the top of its scale */ size?: { name: string; top: number };
  };
  bands: Band[];
  /** further languages of the author's; their words stand in the block of words */
  languages?: { code: string; name: string; months: string[]; marks: [string, string] }[];
  /** the panels beside the events and what the map is about; all when not said */ panels?: string[];
  /** What the page opens on when no link asks for anything. */
  opening?: {
    headline: Record<string, string>;
    day: Num;
    /** the day that it is compared with */
    before: Num;
    window: Window | null;
    bounds: Spec['bounds'] | null;
  };
  annotations?: Annotation[];
  stories?: Story[];
  layers: LayerInfo[];
  types: EventType[];
  events: EventColumns;
  claims: Claim[];
  sources: Record<string, Source>;
  statements: Statement[];
}
/** The names and dates of a layer feature. */
export interface Properties {
  [name: `name_${string}`]: string | undefined;
  name: string;
  name_hy?: string;
  name_az?: string;
  name_ru?: string;
  names?: string[];
  from: Num;
  to: Num;
  basis: string;
  source: string;
  licence: string;
  positional_error_m: Num;
  note?: string;
  control?: string | null;
  status?: string | null;
  symbol?: string | null;
  class?: string;
  rank?: Num;
  /** people in a town */ population?: Num;
  country?: string | null;
  delimited?: boolean | null;
  area_km2?: Num;
  area_error_km2?: Num;
  /** A point in an area that says who held ground, longitude first. */
  inside?: [number, number];
  /** The half-open days on which the state may have begun, where that is not sure. */
  unsure_from?: Num;
  unsure_to?: Num;
  /** How far a town reaches around its point. */
  radius_m?: Num;
  /** Who says so, and where. */
  control_source?: string;
  control_source_url?: string;
  style?: Record<string, unknown> | null;
  popup?: string | null;
  tooltip?: string | null;
}
export interface StoryStep {
  title: string;
  text: string;
  window: Window | null;
  day?: Num;
  view: State['view'];
  select: string | null;
  events: string[];
  layers: Record<string, boolean>;
}
export interface Story {
  id: string;
  title: string;
  steps: StoryStep[];
}
export interface Feature {
  id: string;
  properties: Properties;
  geometry: { type: string; coordinates: any };
}
export interface Collection {
  features: Feature[];
  /** A picture on the ground as a `data:` address, and its west, south, east, north. */
  image?: string;
  bounds?: [number, number, number, number];
}
/** Where events lie in one layer. */
export interface LayerJoins {
  layer: string;
  /** The rows that the layer says something of, in order. */
  rows: Int32Array;
  /** For each of them, which of the kinds. */
  codes: ArrayLike<number>;
  kinds: { area: string; certainty: Join['certainty']; border: boolean }[];
  chainage: ArrayLike<number> | null;
  offset: ArrayLike<number> | null;
}
export type NumberColumn =
  | 'radius_m' | 'low' | 'best' | 'high' | 'start' | 'end' | 'certain_start' | 'certain_end'
  | 'stands_for' | 'size';
/** What is read for every event on each change. */
export interface Columns {
  rows: number;
  /** The place of each row, -1 for none; many rows may share one. */
  place: Int32Array;
  /** Where each place is, in widths of the world, y down, 0 at 0° 0°. */
  x: Float64Array;
  y: Float64Array;
  /** A column of numbers, NaN for what is not known. */
  number: (name: NumberColumn) => Numbers;
  /** How many events each row stands for; null when each is one. */
  weights: () => Weights;
  /** Ids that are a text and a number, where all of them are. */
  ids?: () => { heads: string[]; codes: ArrayLike<number>; numbers: ArrayLike<number> };
  /** Where events lie in layers, layer by layer. */
  joins: () => LayerJoins[];
  /** A column of texts, as numbers of its texts; lists joined by blanks. */
  codes: (name: keyof EventColumns) => Coded;
  /** Steps of a search, after which its answer is at hand. */
  searching?: (query: string) => Iterable<void>;
  /** 1 for each row that holds every word of a query. */
  search: (query: string) => Uint8Array;
}
/** What a page holds, read once and never changed. */
export interface Data {
  spec: Spec;
  layers: Map<string, Collection>;
  info: Map<string, LayerInfo>;
  features: Map<string, { feature: Feature; layer: LayerInfo }>;
  index: {
    get: (id: string) => number | undefined;
    has: (id: string) => boolean;
    keys: () => Iterable<string>;
  };
  start: Int32Array;
  end: Int32Array;
  maxEnd: Int32Array;
  columns: Columns;
  haystack: string[];
  /** By row: the parties named. */
  actors: string[][];
  /** The sides whose statements are quoted, of the rows that have some. */
  sides: Map<number, string[]>;
  /** Read ahead what the first event that is opened needs, step by step. */
  warm?: () => Iterable<void>;
  /** The data with the tolls of the table, where these are those of a view of the claims. */
  base?: Data;
  /** What that view says, by the id of the event. */
  viewFigures?: Map<string, ViewFigures>;
}
export interface Filters {
  types: string[];
  status: string[];
  precision: string[];
  actors: string[];
  sides: string[];
  sources: string[];
  text: string;
  certain: boolean;
  toll: Num;
}
/** All that can change on a page. */
export interface State {
  /** The days whose events are shown. */
  window: Window;
  /** The day of which the ground is shown; null: the last of the window. */
  day: Num;
  filters: Filters;
  select: string | null;
  /** Two days side by side, or null. */
  compare: [Day, Day] | null;
  /** Events as marks, counted in hexagons, or their dead in hexagons. */
  marks: 'marks' | 'hex' | 'killed';
  /** The story that is open, and its step from 0. */
  story: { id: string; step: number } | null;
  /** The article that is checked is open: 'all', or the code of the statement shown. */
  article: string | null;
  claims: ClaimsView;
  /** What is not known is emphasised: all of it, one kind, or nothing. */
  doubt: 'all' | DoubtKind | null;
  lang: Lang;
  names: Naming;
  layers: Record<string, boolean>;
  view: { center: [number, number]; zoom: number } | null;
  theme: Theme;
}
export interface Range {
  low: Num;
  best: Num;
  high: Num;
}
/** What one view of the claims says of the dead of one event. */
export interface ViewFigures {
  toll: Range;
  people: Map<string, Range>;
}
export interface Sum extends Range {
  events: number;
  /** events that state no toll at all */ silent: number;
  /** events partly in the window that state a toll without an upper end */ open: number;
  /** events that state some of a toll, but not this end of it */ unknown: {
    low: number;
    best: number;
    high: number;
  };
}
export interface Group extends Sum {
  id: string;
  counted: boolean;
  parts: string[];
  tolls: string[];
}
export interface Totals extends Sum {
  groups: Group[];
  rest: Sum;
  restIds: string[];
  named: string[];
  overlapping: string[];
  tolls: string[];
}
export type Translate = (key: string, values?: Record<string, string | number>) => string;
/** What the page shows that is no part of the view: not in the hash. */
export interface Ui {
  tab: 'events' | 'totals' | 'road' | 'unknown' | 'layers' | 'about' | 'story' | 'article'
    | 'compare';
  /** where the two dates meet, as a share of the width of the map */
  split: number;
  measuring: boolean;
  /** the feature of an author's own layer under the pointer */
  over: string | null;
  /** rows of the stack that is open */
  stack: number[] | null;
  hover: string | null;
  playing: boolean;
  /** of a step of Play: day, week, month, year; 'auto': as fits */
  unit: string;
  /** what Play does: go through the window, move it on from where it is, or let it grow */
  mode: 'inside' | 'moving' | 'growing';
  speed: number;
  /** days without an event that Play is about to skip; 0: none */
  gap: number;
  axis: 'even' | 'dense' | 'near';
  /** the days that the reader zoomed the axis to */
  span: Window | null;
  /** where the reader asked what is there, and over which feature of an author's own layer */
  spot: { lat: number; lng: number; own: string | null } | null;
  /** the tab to go back to from an event */
  from: Ui['tab'];
  dark: boolean;
  key: boolean;
  /** single keys play, step and walk */
  keys: boolean;
  /** the ways in are still shown */
  intro: boolean;
  sheet: boolean;
  /** the sheet covers the whole screen */
  tall: boolean;
  /** what became of a plugin: its number, and what was held back ("" when it started) */
  plugins: [number, string][];
  /** the count that the ramp of the hexagons goes up to */
  top: number;
  /** many events are drawn as dots now */
  dots: boolean;
}
export interface TypeStyle {
  family: string;
  shape: string;
  label: string;
  /** every event of the type is a total over others */
  whole: boolean;
}
export interface App {
  data: Data;
  store: Store<State>;
  ui: Store<Ui>;
  styles: Map<string, TypeStyle>;
  /** Interface text in the current language. */
  t: Translate;
  /** A text of the data in the current language, or as it is. */
  say: (words: string) => string;
  /** Rows shown now, by day. */
  rows: () => number[];
  /** Call back in the next frame when one of the values has changed, and once at the start. */
  watch: (values: (state: State, ui: Ui) => unknown[], fn: (state: State, ui: Ui) => void) => void;
  /** The same for what takes long: with many events it waits until the reader pauses. */
  calmly: (values: (state: State, ui: Ui) => unknown[], fn: (state: State, ui: Ui) => void) => void;
  select: (id: string | null) => void;
  /** Do now what waits for the next frame. */
  flush: () => void;
}

/** One state: frozen states in, subscribers told after each change. */
export interface Store<T> {
  state: () => T;
  set: (patch: Partial<T>) => void;
  on: (fn: (state: T, before: T) => void) => () => void;
}
/** What is not known of an event, by kind. */
export type DoubtKind =
  | 'unplaced' | 'wide_place' | 'possible_join' | 'border' | 'undated' | 'no_certain_day'
  | 'wide_dates' | 'no_toll' | 'toll_range' | 'one_side';
/** How many events each row stands for, at least 1; null when each row is one event. */
export type Weights = Float64Array | null;
/** A time axis. `day` is the nearest midnight to a point, as for an edge; `at` the day that holds
 * the point. */
export interface Axis {
  x: (day: Day) => number;
  day: (x: number) => Day;
  at: (x: number) => Day;
}
export type Ints = Uint8Array | Uint16Array | Uint32Array | Float64Array;
/** NaN for what is not known. */
export type Numbers = Float32Array | Float64Array;
/** A column of texts: for each row the number of its text. */
export interface Coded {
  codes: Ints;
  texts: string[];
}
/** Where whole numbers stand in the packed bytes: first byte, bytes of each, how many. */
export interface Place {
  at: number;
  w: number;
  n: number;
}
/** Ids that are a text and a number. */
export interface NumberedIds {
  list: string[];
  heads: string[];
  codes: Ints;
  numbers: Ints;
  width: number;
  rowOf: (id: string) => number | undefined;
}
/** The packed blocks of a page, as they come out of it. */
export interface Packed {
  head: any;
  rows: number;
  texts: Record<string, string[]>;
  /** The place of each row; 0 for one of its own, 1 for none. */
  place: Ints;
  /** Base64 of a block by name. */
  block: (name: string) => string;
  ids: () => NumberedIds;
  ints: (where: Place) => Ints;
  int: (where: Place, row: number) => number;
  read: (column: any) => Numbers;
  number: (name: string) => Numbers;
  code: (column: any, row: number) => number;
  codes: (name: string) => Coded;
  joins: () => LayerJoins[];
}
