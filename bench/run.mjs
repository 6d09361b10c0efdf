import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startServer } from '../clients/harness/server.mjs';
import { startSite } from '../clients/harness/site.mjs';
import { BareChromium } from './bare.mjs';
import { over } from './connection.mjs';
import { table } from './figures.mjs';
import { flagsOfValise } from './flags.mjs';
import { prepare, withValise, withoutValise } from './lifetime.mjs';
import { machine } from './machine.mjs';
import { count } from './options.mjs';
import { ValiseApi } from './valise.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    'warm-up': { type: 'string', default: '15' },
    'profile-mb': { type: 'string', default: '16' },
  },
});
const rounds = count(options, 'rounds', 1);
const warmUpRounds = count(options, 'warm-up', 1);
const profileMegabytes = count(options, 'profile-mb', 0);

/**
 * Runs both ways in turn, the first one first in every other round, so that neither gains from what
 * the machine does meanwhile. The rounds that warm up come before and are thrown away: a server runs
 * for days, and the JVM compiles what it does most during its first dozen of browsers.
 *
 * @returns {Promise<[T[], T[]]>} the measurements of each way
 * @template T
 */
async function alternate(one, other) {
  const measured = [[], []];
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    const order = round % 2 === 0 ? [0, 1] : [1, 0];
    for (const which of order) {
      const measurement = await [one, other][which]();
      if (round > 0) measured[which].push(measurement);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return measured;
}

async function lifetimes(api, site, flags, scratch) {
  const profile = await prepare(api, site, profileMegabytes);
  console.log(`profile: ${(profile.size_bytes / 1e6).toFixed(1)} MB; rounds: ${rounds} after ${warmUpRounds} to warm up`);
  const [valise, bare] = await alternate(
    () => withValise(api, site, profile),
    () => withoutValise(api, site, profile, flags, scratch),
  );
  const row = (what, key, goal) => ({
    what,
    unit: 'ms',
    valise: valise.map((life) => life[key]),
    bare: bare.map((life) => life[key]),
    goal,
  });
  return [
    row('start with a saved profile', 'startMs', { atMost: 1.25 }),
    row('end with a save / end', 'endMs'),
  ];
}

async function connections(api, flags, scratch) {
  const browser = await api.start();
  const userData = join(scratch, 'direct');
  await mkdir(userData);
  const chromium = await BareChromium.start(flags, userData);
  const tunnel = await over(browser.cdp_ws_url);
  const direct = await over(chromium.url);
  const calls = await alternate(tunnel.callMs, direct.callMs);
  const large = await alternate(tunnel.megabytesPerSecond, direct.megabytesPerSecond);
  await tunnel.disconnect();
  await direct.disconnect();
  await chromium.close();
  await api.end(browser);
  return [
    {
      what: 'Runtime.evaluate, tunnel / direct',
      unit: 'ms',
      valise: calls[0],
      bare: calls[1],
      goal: { atMost: 1.4 },
    },
    {
      what: '30 MB result, tunnel / direct',
      unit: 'MB/s',
      valise: large[0],
      bare: large[1],
      goal: { atLeast: 0.9 },
    },
  ];
}

const scratch = await mkdtemp(join(tmpdir(), 'valise-bench-'));
const site = await startSite();
const flags = await flagsOfValise(scratch);
// Without rooms, as the bare Chromium is: what those cost is another bench.
const server = await startServer({ VALISE_ISOLATION: 'off' });
try {
  console.log(machine());
  const api = new ValiseApi(server);
  const rows = [
    ...(await lifetimes(api, site, flags, scratch)),
    ...(await connections(api, flags, scratch)),
  ];
  console.log(`\nmedian (quartiles) of ${rounds} rounds, both ways in turn\n\n${table(rows)}`);
} finally {
  await server.dispose();
  await site.close();
  await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
