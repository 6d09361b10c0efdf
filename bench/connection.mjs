import { DevTools } from './devtools.mjs';
import { median } from './figures.mjs';

const CALLS = 1000;
const LARGE_BYTES = 30 * 1024 * 1024;

/**
 * Connects to a browser and returns what measures one round over that connection.
 *
 * @param {string} cdpUrl
 * @param {number} calls in a round
 */
export async function over(cdpUrl, calls = CALLS) {
  const devTools = await DevTools.connect(cdpUrl);
  const evaluate = await devTools.openTab();
  return {
    /** @returns {Promise<number>} median of the round's calls, ms */
    async callMs() {
      const laps = [];
      for (let i = 0; i < calls; i++) {
        const begun = performance.now();
        await evaluate('1 + 1');
        laps.push(performance.now() - begun);
      }
      return median(laps);
    },
    /** @returns {Promise<number>} MB (10^6 bytes) per second of one large result */
    async megabytesPerSecond() {
      const begun = performance.now();
      const { length } = await evaluate(`'x'.repeat(${LARGE_BYTES})`);
      if (length !== LARGE_BYTES) throw new Error(`${length} bytes instead of ${LARGE_BYTES}`);
      return LARGE_BYTES / 1000 / (performance.now() - begun);
    },
    disconnect: () => devTools.disconnect(),
  };
}
