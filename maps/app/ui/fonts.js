/** The page's own fonts: canvases wait for them, since what is written there stays. */

/** Longest wait in milliseconds: without its fonts the page is written in others. */
const PATIENCE = 400;

/** Resolves when all fonts of the page are there, or could not be had soon.
 * @returns {Promise<unknown>} */
export function fontsReady() {
  const fonts = [...(document.fonts ?? [])].map((font) => font.load());
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  return Promise.race([Promise.allSettled(fonts), late]);
}
