import { setTimeout as pause } from 'node:timers/promises';

const BETWEEN_PROBES_MS = 100;

/**
 * Asks again and again for something only the outside world knows, until the answer is truthy.
 *
 * @param {string} what names the awaited event in the error
 * @param {() => Promise<unknown> | unknown} probe an exception is "not yet", and the error's cause
 * @param {number} seconds deadline; the last probe starts before it
 * @returns the first truthy answer
 */
export async function until(what, probe, seconds) {
  const deadline = Date.now() + seconds * 1000;
  let last;
  while (Date.now() < deadline) {
    try {
      const answer = await probe();
      if (answer) return answer;
      last = undefined;
    } catch (error) {
      last = error;
    }
    await pause(BETWEEN_PROBES_MS);
  }
  throw new Error(`${what}: not within ${seconds} s`, { cause: last });
}
