/** Firefox over WebDriver BiDi, driven by lines of JSON: `[verb, ...values]` in, `{value}` or
 * `{error}` out. Usage: node firefox.mjs FOLDER_WITH_NODE_MODULES PATH_OF_FIREFOX FOLDER_FOR_DOWNLOADS */
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [folder, executablePath, downloads] = process.argv.slice(2);
const puppeteer = createRequire(`${folder}/`)('puppeteer-core');

const browser = await puppeteer.launch({
  browser: 'firefox', executablePath, headless: true, defaultViewport: null,
  extraPrefsFirefox: {
    'browser.download.dir': downloads, 'browser.download.folderList': 2,
    'browser.download.always_ask_before_handling_new_types': false,
    'network.proxy.type': 1, 'network.proxy.http': '127.0.0.1', 'network.proxy.http_port': 9,
    'network.proxy.ssl': '127.0.0.1', 'network.proxy.ssl_port': 9,
  },
});
let page = null;
let said = [];

const verbs = {
  version: () => browser.version(),
  async open(address, width, height) {
    await page?.close();
    said = [];
    page = await browser.newPage();
    page.on('console', (one) => said.push(`${one.type()}: ${one.text()}`));
    page.on('pageerror', (error) => said.push(`error: ${error.message}`));
    await page.setViewport({ width, height });
    await page.goto(address, { timeout: 120000 });
  },
  run: (script) => page.evaluate(`(async () => {${script}})()`),
  click: (css) => page.click(css),
  press: (key) => page.keyboard.press(key),
  type: (text) => page.keyboard.type(text),
  picture: (path) => page.screenshot({ path }).then(() => null),
  paper: (path) => page.pdf({ path }).then(() => null),
  said: () => said,
  close: () => browser.close(),
};

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, ...values] = JSON.parse(line);
  const answer = await Promise.resolve().then(() => verbs[verb](...values)).then(
    (value) => ({ value: value ?? null }), (error) => ({ error: String(error) }));
  console.log(JSON.stringify(answer));
  if (verb === 'close') process.exit(0);
}
await browser.close();
