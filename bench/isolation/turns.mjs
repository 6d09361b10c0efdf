/**
 * Runs all ways in each round, another one first each time and every other round backwards, so that
 * none gains from what the machine does meanwhile or from the one before it.
 *
 * @param {Map<string, () => Promise<T>>} ways by name
 * @param {{rounds: number, warmUpRounds: number}} count the warm-up comes before and is thrown away
 * @returns {Promise<Map<string, T[]>>} one value a round of each
 * @template T
 */
export async function inTurn(ways, { rounds, warmUpRounds }) {
  const names = [...ways.keys()];
  const measured = new Map(names.map((name) => [name, []]));
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    const first = (round + warmUpRounds) % names.length;
    const order = [...names.slice(first), ...names.slice(0, first)];
    if (round % 2 === 0) order.reverse();
    for (const name of order) {
      const measurement = await ways.get(name)();
      if (round > 0) measured.get(name).push(measurement);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return measured;
}
