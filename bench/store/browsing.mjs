import { bareFlags } from '../../clients/harness/chromium.mjs';
import { BareChromium } from '../bare.mjs';
import { DevTools } from '../devtools.mjs';
import { newsOf } from './plan.mjs';

// Chromium gives its cache a share of the free disk; how much is in it must not depend on that.
const CACHE_BYTES = 2 ** 30;

const FLAGS = [
  ...bareFlags(),
  '--user-data-dir=',
  '--remote-debugging-port=0',
  '--no-first-run',
  '--disable-component-update',
  '--disable-background-networking',
  '--disable-sync',
  `--disk-cache-size=${CACHE_BYTES}`,
];

const LOADED = `document.readyState === 'complete' ||
  new Promise((resolve) => addEventListener('load', () => resolve(true)))`;

/**
 * One life of a browser, as a script leads it: opens the sites one after the other, each in a tab
 * that it closes again, and ends when Chromium has ended.
 *
 * @param {{origin: (number: number) => string}} web
 * @param {string} folder the user data folder
 * @param {number[]} sites their numbers
 * @param {number} visit how many times they were visited, this one included
 */
export async function browse(web, folder, sites, visit) {
  const chromium = await BareChromium.start(FLAGS, folder);
  const devTools = await DevTools.connect(chromium.url);
  for (const site of sites) {
    const evaluate = await devTools.openTab(`${web.origin(site)}/`);
    const news = newsOf(site, visit).map(({ path }) => path);
    // Before the load event the page's own functions may not be there yet.
    await evaluate(LOADED);
    await evaluate(visit === 1 ? 'firstVisit()' : `laterVisit(${visit}, ${JSON.stringify(news)})`);
    await devTools.closeTabs();
  }
  await devTools.disconnect();
  await chromium.close();
}
