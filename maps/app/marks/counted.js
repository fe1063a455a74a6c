/** What hexagons count: events, or the dead of single events. */
/** @import {App, Weights} from '#app/types' */
import { deathsByRow } from '#app/rules/deaths';

/** Are there hexagons in the place of marks? @param {Pick<App, 'store'>} app */
export const inHexagons = ({ store }) => ['hex', 'killed'].includes(store.state().marks);

/** Do hexagons show the number killed? @param {Pick<App, 'store'>} app */
export const countsKilled = ({ store }) => store.state().marks === 'killed';

/** @param {App} app @returns {Weights} by row */
export const countedBy = (app) =>
  countsKilled(app) ? deathsByRow(app.data.columns) : app.data.columns.weights();
