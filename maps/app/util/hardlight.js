/** A grey picture that lies over others in hard light, as black and white that let through; pure. */

/** Colours of a pixel differ by so much at most where it is grey: JPEG and WebP are not exact. */
const GREY = 8;

/** Change grey pixels so that they look, laid plainly over any colour, as they did in hard light:
 * level ground (128) lets all through, what is darker is black, what is lighter white.
 * @param {Uint8ClampedArray} pixels red, green, blue, opacity; changed
 * @returns {boolean} false where a pixel is coloured or lets through: then nothing is changed */
export function hardLight(pixels) {
  for (let i = 0; i < pixels.length; i += 4) {
    const [red, green, blue] = [pixels[i], pixels[i + 1], pixels[i + 2]];
    const spread = Math.max(red, green, blue) - Math.min(red, green, blue);
    if (spread > GREY || pixels[i + 3] < 255) return false;
  }
  for (let i = 0; i < pixels.length; i += 4) {
    const twice = 2 * pixels[i + 1];
    const white = twice > 255 ? 255 : 0;
    pixels[i] = white;
    pixels[i + 1] = white;
    pixels[i + 2] = white;
    pixels[i + 3] = Math.abs(twice - 255);
  }
  return true;
}
