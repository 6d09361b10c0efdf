import { setTimeout } from 'node:timers/promises';
import { DevTools } from './devtools.mjs';
import { timed } from './timed.mjs';

const POLL_MS = 100;
const LIMIT_MS = 30_000;

async function untilStandby(api, browser) {
  const end = performance.now() + LIMIT_MS;
  while ((await api.session(browser)).state !== 'standby') {
    if (performance.now() > end) throw new Error('a browser without a client does not stand by');
    await setTimeout(POLL_MS);
  }
}

/** From the request for a connection to the answer of the browser's first call. */
async function answerMs({ cdp_ws_url: url }) {
  const [ms, devTools] = await timed(async () => {
    const connection = await DevTools.connect(url);
    await connection.call('Browser.getVersion');
    return connection;
  });
  await devTools.disconnect();
  return ms;
}

/**
 * How long a client waits for a browser in standby, and right after that for the same one running.
 *
 * @returns {Promise<{standby: number[], running: number[]}>} milliseconds
 */
export async function firstAnswers(api, browser, rounds) {
  const answers = { standby: [], running: [] };
  for (let round = 0; round < rounds; round++) {
    await untilStandby(api, browser);
    answers.standby.push(await answerMs(browser));
    answers.running.push(await answerMs(browser));
  }
  return answers;
}
