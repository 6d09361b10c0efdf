import { median } from '../figures.mjs';

const CHANGED_MS = 60;
const UNCHANGED_MS = 25;
const WARM_MS = 15;
const BACK_MS = 60;
const OF_THE_BLOCKS = 1.6;
const BESIDE_THE_BLOCKS = 20_000;

/**
 * What the store has to reach.
 *
 * @param {Map<string, import('./rounds.mjs').Figures>} figures by tool
 * @param {{compressedBytes: number}} changes
 * @param {{warm: number[], back: number[], fresh: number[]}} own
 * @param {{changed: number[]}[]} sizes of which the first is the profile as it is; or none
 * @returns {{what: string, bar: string, unit: string, limit: number, value: number,
 *     reached: boolean}[]}
 */
export function bars(figures, changes, own, sizes) {
  const of = (tool, what) => median(figures.get(tool)[what]);
  const against =
    (what, unit) =>
    (bar, limit, value = of('Valise', unit === 'B' ? `${what}Bytes` : what)) => ({
      bar,
      unit,
      limit,
      value,
      reached: value <= limit,
    });
  const times = (tool, share, what) => share * of(tool, what);
  const named = (what, rows) => rows.map((row) => ({ what, ...row }));

  const first = against('first', 'ms');
  const changed = against('changed', 'ms');
  const changedBytes = against('changed', 'B');
  const cold = against('cold', 'ms');
  const [asItIs, ...larger] = sizes;
  return [
    ...named('first save', [
      first('<= 1.0 x tar --zstd', times('tar --zstd', 1, 'first')),
      first('<= 1/8 of tar -czf', times('tar -czf', 1 / 8, 'first')),
    ]),
    ...named('save after 2 of 40 origins', [
      changed(`<= ${CHANGED_MS} ms`, CHANGED_MS),
      changed('<= 1/10 of restic', times('restic', 1 / 10, 'changed')),
      changed('<= 1/10 of borg', times('borg', 1 / 10, 'changed')),
    ]),
    ...named('bytes stored by it', [
      changedBytes(
        `<= ${OF_THE_BLOCKS} x the changed blocks + 20 KB`,
        OF_THE_BLOCKS * changes.compressedBytes + BESIDE_THE_BLOCKS,
      ),
      changedBytes('<= 1/4 of restic', times('restic', 1 / 4, 'changedBytes')),
      changedBytes('<= 1/4 of borg', times('borg', 1 / 4, 'changedBytes')),
    ]),
    ...named('save with nothing changed', [
      against('unchanged', 'ms')(`<= ${UNCHANGED_MS} ms`, UNCHANGED_MS),
      against('unchanged', 'B')('nothing written', 0),
    ]),
    ...named('cold checkout', [
      cold('<= 1.3 x cp -a', times('cp -a', 1.3, 'cold')),
      cold('<= tar -xzf', of('tar -czf', 'cold')),
      cold('<= tar --zstd -xf', of('tar --zstd', 'cold')),
      cold('<= casync extract', of('casync', 'cold')),
    ]),
    { what: 'warm checkout', ...first(`<= ${WARM_MS} ms`, WARM_MS, median(own.warm)) },
    { what: 'after a read-only session', ...first(`<= ${BACK_MS} ms`, BACK_MS, median(own.back)) },
    {
      what: 'first save in a fresh process',
      ...first('<= 2 x the warm one', times('Valise', 2, 'first'), median(own.fresh)),
    },
    ...larger.map(({ what, changed: saves }) => ({
      what: `the same change in ${what}`,
      ...first('<= 2 x the time', 2 * median(asItIs.changed), median(saves)),
    })),
  ];
}
