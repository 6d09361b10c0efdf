import { execFile } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { BareChromium } from './bare.mjs';
import { DevTools } from './devtools.mjs';
import { fill } from './records.mjs';
import { timed } from './timed.mjs';

const PROFILE = 'bench';

/** What a short visit changes: a cookie, an entry of localStorage. */
const VISIT = `document.cookie = 'seen=' + Date.now() + '; max-age=86400',
  localStorage.setItem('seen', Date.now())`;

async function visit(cdpUrl, site, script) {
  const devTools = await DevTools.connect(cdpUrl);
  const evaluate = await devTools.openTab(site.stateUrl);
  await evaluate(script);
  await devTools.disconnect();
}

/** Makes the profile that the rounds start from. */
export async function prepare(api, site, megabytes) {
  const { id } = await api.createProfile(PROFILE);
  const browser = await api.start({ id, save_changes: true });
  await visit(browser.cdp_ws_url, site, fill(megabytes));
  await api.end(browser);
  return api.profile(id);
}

/** One life with Valise: from the request to its answer, a visit, from the DELETE to the 204. */
export async function withValise(api, site, { id }) {
  const [startMs, browser] = await timed(() => api.start({ id, save_changes: true }));
  await visit(browser.cdp_ws_url, site, VISIT);
  const [endMs] = await timed(() => api.end(browser));
  return { startMs, endMs };
}

/** The same without: a copy of the files, from the spawn to the DevTools URL, to the exit. */
export async function withoutValise(api, site, { id }, flags, scratch) {
  const copy = join(scratch, 'copy');
  await mkdir(copy);
  await writeFile(`${copy}.tar`, await api.archive(id));
  await promisify(execFile)('tar', ['-xf', `${copy}.tar`, '-C', copy]);
  const [startMs, chromium] = await timed(() => BareChromium.start(flags, copy));
  await visit(chromium.url, site, VISIT);
  const [endMs] = await timed(() => chromium.close());
  // Chromium's helper processes may outlive it for a moment and still write.
  await rm(copy, { recursive: true, maxRetries: 10, retryDelay: 100 });
  return { startMs, endMs };
}
