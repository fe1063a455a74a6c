/** What hexagons count: events, or the dead of single events. */
/** @import {App, Weights} from '#app/types' */
import { deathsByRow } from '#app/rules/deaths';

/** Do hexagons show the number killed? @param {Pick<App, 'store' | 'ui'>} app */
export const countsKilled = ({ store, ui }) =>
  ui.state().by === 'killed' && store.state().marks === 'hex';

/** @param {App} app @returns {Weights} by row */
export const countedBy = (app) =>
  countsKilled(app) ? deathsByRow(app.data.columns) : app.data.columns.weights();
