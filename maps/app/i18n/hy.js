/** Interface text; needs a native reader. */
/** @type {Record<string, string>} */
export default {};
