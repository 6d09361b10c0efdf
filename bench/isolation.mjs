import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { over } from './connection.mjs';
import { DevTools } from './devtools.mjs';
import { launchOfValise } from './flags.mjs';
import { megabytesPerSecond, startSource } from './isolation/download.mjs';
import { MEMORY } from './isolation/helpers.mjs';
import { helperLines, rows, table } from './isolation/report.mjs';
import { Servers } from './isolation/servers.mjs';
import { startBare, startInServer } from './isolation/starts.mjs';
import { inTurn } from './isolation/turns.mjs';
import { folderOfNormalUser, normalUser } from './isolation/user.mjs';
import { machine } from './machine.mjs';
import { count } from './options.mjs';

const CALLS = 500;
const BARE = 'bare';

/** A server makes the next room a second after a start. */
const PAUSE_MS = 1500;

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '11' },
    'warm-up': { type: 'string', default: '15' },
  },
});
const rounds = count(options, 'rounds', 1);
const warmUpRounds = count(options, 'warm-up', 0);
const turns = { rounds, warmUpRounds };
if (process.platform !== 'linux') throw new Error('there are no rooms but on Linux');

const mapped = (map, change) => new Map([...map].map(([key, value]) => [key, change(value)]));

/** Of every tier and of a plain Chromium; the helpers are counted while their browser runs. */
async function starts(servers, launch, scratch) {
  const ways = mapped(servers.running, (running) => () => startInServer(running, launch));
  ways.set(BARE, () => startBare(launch, scratch));
  const measured = await inTurn(ways, { ...turns, pauseMs: PAUSE_MS });
  const bare = measured.get(BARE).map(({ ms }) => ms);
  measured.delete(BARE);
  return {
    bare,
    starts: mapped(measured, (all) => all.map(({ ms }) => ms)),
    helpers: mapped(measured, (all) => all.map(({ helpers }) => helpers.megabytes)),
    programs: mapped(measured, (all) => all.at(-1).helpers.programs),
  };
}

/** Through the tunnels of all servers, to browsers that run at the same time. */
async function connections(servers, source) {
  const open = async ({ api }) => {
    const browser = await api.start();
    const connection = await over(browser.cdp_ws_url, CALLS);
    const devTools = await DevTools.connect(browser.cdp_ws_url);
    const evaluate = await devTools.openTab(source.url);
    const close = async () => {
      await connection.disconnect();
      await devTools.disconnect();
      await api.end(browser);
    };
    return { callMs: connection.callMs, download: () => megabytesPerSecond(evaluate), close };
  };
  const opened = new Map();
  for (const [tier, running] of servers.running) opened.set(tier, await open(running));
  const measured = (way) => inTurn(mapped(opened, (browser) => browser[way]), turns);
  const figures = { calls: await measured('callMs'), downloads: await measured('download') };
  for (const { close } of opened.values()) await close();
  return figures;
}

const scratch = await folderOfNormalUser(join(tmpdir(), 'valise-bench-isolation-'));
const source = await startSource();
const servers = new Servers();
try {
  console.log(machine());
  const launch = await launchOfValise(scratch, normalUser);
  await servers.start(source.port);
  const figures = {
    ...(await starts(servers, launch, scratch)),
    ...(await connections(servers, source)),
  };
  const counts = `${rounds} rounds after ${warmUpRounds} to warm up`;
  console.log(`\nmedian (quartiles) of ${counts}, all in turn\n`);
  console.log(table(rows(servers.tiers, figures)));
  console.log(`\n${helperLines(servers.tiers, figures.programs, MEMORY.name)}`);
  for (const text of servers.missing) console.log(`\n${text}`);
} finally {
  await servers.dispose();
  await source.close();
  await rm(scratch, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
}
