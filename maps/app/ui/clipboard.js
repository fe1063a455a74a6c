/** Hand words to the clipboard. */

/** @param {string} words @returns {Promise<boolean>} whether the clipboard took them */
export async function copyText(words) {
  try {
    await navigator.clipboard.writeText(words);
    return true;
  } catch {
    return false; // a sandboxed frame, or not allowed: the reader copies by hand
  }
}
