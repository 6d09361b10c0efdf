import { parseArgs } from 'node:util';
import { startServer } from '../clients/harness/server.mjs';
import { DevTools } from './devtools.mjs';
import { median, quantile, spread } from './figures.mjs';
import { machine } from './machine.mjs';
import { count } from './options.mjs';
import { fill } from './records.mjs';
import { firstAnswers } from './standby.mjs';
import { SITES } from './store/corpus.mjs';
import { newsOf } from './store/plan.mjs';
import { startWeb } from './store/web.mjs';
import { ValiseApi } from './valise.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    sites: { type: 'string', default: String(SITES) },
    'record-mb': { type: 'string', default: '100' },
  },
});
const rounds = count(options, 'rounds', 1);
const sites = count(options, 'sites', 1);
const recordMegabytes = count(options, 'record-mb', 0);

const FIRST_GOAL_MS = 150;
const LATER_GOAL_MS = 50;

const STANDBY_ROUNDS = 8;
const THAW_GOAL_MS = 50;

const LOADED = `document.readyState === 'complete' ||
  new Promise((resolve) => addEventListener('load', () => resolve(true)))`;

/**
 * Counts in a page every five milliseconds, so that the page itself tells how long it stood still:
 * the longest gap that it saw since it was asked last.
 */
const WATCH = `(() => {
  let last = performance.now();
  window.longest = 0;
  setInterval(() => {
    const now = performance.now();
    window.longest = Math.max(window.longest, now - last);
    last = now;
  }, 5);
})()`;
const LONGEST = `(() => { const gap = window.longest; window.longest = 0; return gap; })()`;

/** What a user does between two checkpoints: something in each place where sites keep state. */
const activity = (round) => `localStorage.setItem('bench', ${round}),
  document.cookie = 'bench=${round}; max-age=86400',
  store([{ key: 'bench', size: 20000 }])`;

async function browse(devTools, web, numbers, visit) {
  for (const site of numbers) {
    const evaluate = await devTools.openTab(`${web.origin(site)}/`);
    const news = newsOf(site, visit).map(({ path }) => path);
    await evaluate(LOADED);
    await evaluate(visit === 1 ? 'firstVisit()' : `laterVisit(${visit}, ${JSON.stringify(news)})`);
    await devTools.closeTabs();
  }
}

/** One checkpoint, with what the page saw of it. */
async function checkpoint(api, browser, profile, evaluate) {
  await evaluate(LONGEST);
  const { checkpoint: figures } = await api.checkpoint(browser, profile);
  return { ...figures, gap_ms: await evaluate(LONGEST) };
}

/** The first checkpoint of a session and the later ones, while its page is at work. */
async function measure(api, web, browser, profile) {
  const devTools = await DevTools.connect(browser.cdp_ws_url);
  const evaluate = await devTools.openTab(`${web.origin(0)}/`);
  await evaluate(LOADED);
  await evaluate(WATCH);
  await evaluate(activity(0));
  const first = await checkpoint(api, browser, profile, evaluate);
  const later = [];
  for (let round = 1; round <= rounds; round++) {
    await evaluate(activity(round));
    later.push(await checkpoint(api, browser, profile, evaluate));
  }
  await devTools.disconnect();
  return { first, later };
}

const verdict = (value, goal) => `<= ${goal}: ${value <= goal ? 'met' : 'not met'}`;

function report(what, { first, later }) {
  const pauses = later.map(({ pause_ms }) => pause_ms);
  const worst = quantile(pauses, 1);
  console.log(`
${what}: ${first.files} files, ${(first.bytes / 1e6).toFixed(1)} MB
  first   pause ${first.pause_ms} ms (${verdict(first.pause_ms, FIRST_GOAL_MS)}), the page saw ${first.gap_ms.toFixed(0)} ms, took ${first.took_ms} ms, stored ${(first.stored_bytes / 1e6).toFixed(1)} MB
  later   pause ${spread(pauses)} ms, at most ${worst} ms (${verdict(worst, LATER_GOAL_MS)}), the page saw ${spread(later.map(({ gap_ms }) => gap_ms))} ms
          took ${spread(later.map(({ took_ms }) => took_ms))} ms, stored ${spread(later.map(({ stored_bytes }) => stored_bytes / 1e3))} KB; ${rounds} rounds`);
}

function reportThaw({ standby, running }) {
  const longer = median(standby) - median(running);
  console.log(`
first answer to a client
  standby ${spread(standby)} ms, running ${spread(running)} ms: ${longer.toFixed(1)} ms longer (${verdict(longer, THAW_GOAL_MS)}); ${STANDBY_ROUNDS} rounds`);
}

const web = await startWeb();
const server = await startServer({ VALISE_ISOLATION: 'off' });
try {
  console.log(machine());
  const api = new ValiseApi(server);
  const { id } = await api.createProfile('bench');
  const filling = await api.start({ id, save_changes: true });
  const devTools = await DevTools.connect(filling.cdp_ws_url);
  const all = Array.from({ length: sites }, (_, site) => site);
  for (const visit of [1, 2]) await browse(devTools, web, all, visit);
  const evaluate = await devTools.openTab(`${web.origin(0)}/`);
  await evaluate(LOADED);
  await evaluate(fill(recordMegabytes));
  await devTools.closeTabs();
  await devTools.disconnect();
  report('nothing was saved before', await measure(api, web, filling, id));
  await api.end(filling);
  const loaded = await api.start({ id, save_changes: true });
  report('the profile was loaded', await measure(api, web, loaded, id));
  reportThaw(await firstAnswers(api, loaded, STANDBY_ROUNDS));
  await api.end(loaded);
} finally {
  await server.dispose();
  await web.close();
}
