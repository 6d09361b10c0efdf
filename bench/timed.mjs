/**
 * @param {() => Promise<T>} work
 * @returns {Promise<[number, T]>} milliseconds that it took, and what came of it
 * @template T
 */
export async function timed(work) {
  const begun = performance.now();
  const result = await work();
  return [performance.now() - begun, result];
}
