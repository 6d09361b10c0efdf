import { median } from '../figures.mjs';

/**
 * What the store has to reach.
 *
 * @param {Map<string, import('./rounds.mjs').Figures>} figures by tool
 * @param {number} blocks the bytes of the changed blocks, compressed
 * @param {Record<'warm' | 'back' | 'fresh', number[]>} own milliseconds
 * @param {Awaited<ReturnType<typeof import('./scale.mjs').scale>>} sizes or none
 * @returns {{what: string, bar: string, unit?: 'ms' | 'B', value?: number, limit?: number,
 *     reached: boolean}[]}
 */
export function bars(figures, blocks, own, sizes) {
  const of = (tool, what) => median(figures.get(tool)[what]);
  const ours = (what) => of('Valise', what);
  const bar = (what, text, unit, value, limit) => ({
    what,
    bar: text,
    unit,
    value,
    limit,
    reached: value <= limit,
  });
  const ms = (what, text, value, limit) => bar(what, text, 'ms', value, limit);
  const bytes = (what, text, value, limit) => bar(what, text, 'B', value, limit);
  const changed = 'save after 2 of 40 origins';
  const stored = 'stored by it';
  const cold = 'cold checkout';
  return [
    ms('first save', '<= 1.0 x tar --zstd', ours('first'), of('tar --zstd', 'first')),
    ms('first save', '<= 1/8 of tar -czf', ours('first'), of('tar -czf', 'first') / 8),
    ms(changed, '<= 60 ms', ours('changed'), 60),
    ms(changed, '<= 1/10 of restic', ours('changed'), of('restic', 'changed') / 10),
    ms(changed, '<= 1/10 of borg', ours('changed'), of('borg', 'changed') / 10),
    bytes(stored, '<= 1.6 x the blocks + 20 KB', ours('changedBytes'), 1.6 * blocks + 20_000),
    bytes(stored, '<= 1/4 of restic', ours('changedBytes'), of('restic', 'changedBytes') / 4),
    bytes(stored, '<= 1/4 of borg', ours('changedBytes'), of('borg', 'changedBytes') / 4),
    ms('save with nothing changed', '<= 25 ms', ours('unchanged'), 25),
    bytes('stored by it', 'nothing', ours('unchangedBytes'), 0),
    ms(cold, '<= 1.3 x cp -a', ours('cold'), 1.3 * of('cp -a', 'cold')),
    ms(cold, '<= tar -xzf', ours('cold'), of('tar -czf', 'cold')),
    ms(cold, '<= tar --zstd -xf', ours('cold'), of('tar --zstd', 'cold')),
    ms(cold, '<= casync extract', ours('cold'), of('casync', 'cold')),
    ms('warm checkout', '<= 15 ms', median(own.warm), 15),
    ms('after a read-only session', '<= 60 ms', median(own.back), 60),
    ms(
      'first save in a fresh process',
      '<= 2 x the warm one',
      median(own.fresh),
      2 * ours('first'),
    ),
    ...sizes.map(({ what, failed }) => ({ what, bar: 'works in 256 MB', reached: !failed })),
    ...sameChange(sizes, ms),
  ];
}

/** Of the large profile, which has more than ten times the bytes and files. */
function sameChange([asItIs, large], ms) {
  if (!asItIs?.changed || !large?.changed) return [];
  const limit = 2 * median(asItIs.changed);
  return [ms(`the same change in ${large.what}`, '<= 2 x the time', median(large.changed), limit)];
}
