/** Bundle the page's program and style: `npm run build`. The result is committed. */
import { fileURLToPath } from 'node:url';

/** @param {string} folder with a slash at its end @returns {import('esbuild').BuildOptions[]} */
export default function options(folder) {
  /** @type {import('esbuild').BuildOptions} */
  const shared = {
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    charset: 'utf8',
    target: 'es2020',
    legalComments: 'none',
    logLevel: 'warning',
  };
  return [
    { ...shared, entryPoints: ['app/main.js'], format: 'iife', outfile: `${folder}app.bundle.js` },
    { ...shared, entryPoints: ['app/style.css'], outfile: `${folder}app.bundle.css` },
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { build } = await import('esbuild');
  for (const option of options(fileURLToPath(new URL('.', import.meta.url)))) await build(option);
}
