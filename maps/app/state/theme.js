/** Light or dark: as the device says unless the reader chose. Paper is always light. */
/** @import {App} from '#app/types' */
import { ownColour } from '#app/marks/palette';

/** @param {App} app */
export function followTheme(app) {
  const own = ownColour(app.data.spec.style?.color);
  const { style } = document.documentElement;
  if (own) style.setProperty('--family-other', own);
  for (const { family, color } of app.data.spec.types) {
    const colour = ownColour(color);
    if (colour && /^own-[1-8]$/.test(family)) style.setProperty(`--family-${family}`, colour);
  }
  const device = matchMedia('(prefers-color-scheme: dark)');
  let printing = false;
  const apply = () => {
    const { theme } = app.store.state();
    const dark = !printing && (theme === 'dark' || (theme === 'auto' && device.matches));
    document.documentElement.dataset.theme = dark ? 'dark' : 'light';
    app.ui.set({ dark });
  };
  device.addEventListener('change', apply);
  addEventListener('beforeprint', () => {
    printing = true;
    apply();
  });
  addEventListener('afterprint', () => {
    printing = false;
    apply();
  });
  app.store.on((state, before) => {
    if (state.theme !== before.theme) apply();
  });
  apply();
}
