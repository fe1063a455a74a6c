/** What a link asks for that stands in the data: a step of a story, a statement of the article; pure
 * but for the address. */
/** @import {Data, State} from '#app/types' */
import { articleIn, shownWith, statementOf } from '#app/rules/article';
import { shownAt } from '#app/state/storywalk';

/** Does a link name no window and no view, so that what it opens brings its own? */
const isAlone = () => !/[#&][wv]=/.test(location.hash);

/** @param {Data} data @param {State} state @param {Record<string, boolean>} layers @returns {State} */
export const withAsked = ({ spec, index }, state, layers) =>
  withArticle(spec, withStory(spec, state, layers), index);

/** @param {Data['spec']} spec @param {State} state @param {Record<string, boolean>} layers
 * @returns {State} */
function withStory(spec, state, layers) {
  const story = spec.stories?.find(({ id }) => id === state.story?.id);
  const step = state.story?.step ?? -1;
  if (!story?.steps[step]) return { ...state, story: null };
  return isAlone() ? { ...state, ...shownAt(story, step, layers) } : state;
}

/** @param {Data['spec']} spec @param {State} state @param {Data['index']} index
 * @returns {State} */
function withArticle(spec, state, index) {
  const article = articleIn(spec, state.article);
  const statement = isAlone() ? statementOf(spec, article) : null;
  return { ...state, article, ...(statement && shownWith(statement, state.layers, index)) };
}
