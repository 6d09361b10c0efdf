import { setTimeout } from 'node:timers/promises';

/**
 * Runs all ways in each round, another one first each time and every other round backwards, so that
 * none gains from what the machine does meanwhile or from the one before it.
 *
 * @param {Map<string, () => Promise<T>>} ways by name
 * @param {{rounds: number, warmUpRounds: number, pauseMs?: number}} count the warm-up comes before
 *     and is thrown away; the pause follows each measurement, so that what it left to be done later
 *     is not in the next one
 * @returns {Promise<Map<string, T[]>>} one value a round of each
 * @template T
 */
export async function inTurn(ways, { rounds, warmUpRounds, pauseMs = 0 }) {
  const names = [...ways.keys()];
  const measured = new Map(names.map((name) => [name, []]));
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    const first = (round + warmUpRounds) % names.length;
    const order = [...names.slice(first), ...names.slice(0, first)];
    if (round % 2 === 0) order.reverse();
    for (const name of order) {
      const measurement = await ways.get(name)();
      if (round > 0) measured.get(name).push(measurement);
      if (pauseMs > 0) await setTimeout(pauseMs);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return measured;
}
