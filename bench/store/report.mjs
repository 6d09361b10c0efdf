import { aligned, digits, median, spread } from '../figures.mjs';
import { SITES } from './corpus.mjs';

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const kilobytes = (bytes) => `${(bytes / 1e3).toFixed(1)} KB`;

/** @param {number} files in the profile, and their bytes together */
export function corpusLines({ files, bytes }, changes) {
  return [
    `profile: ${megabytes(bytes)} in ${files} files, made by visits of ${SITES} origins`,
    `a session with 2 of them: ${changes.files} files differ (${changes.newFiles} of them new; ${megabytes(changes.bytes)}), ` +
      `${changes.gone} gone, ${changes.touched} touched only; ` +
      `changed 4 KiB blocks: ${kilobytes(changes.blockBytes)}, compressed ${kilobytes(changes.compressedBytes)}`,
  ].join('\n');
}

const TIMES = {
  first: 'first save',
  changed: 'after 2 of 40',
  unchanged: 'nothing changed',
  cold: 'cold checkout',
  look: 'least command',
};

/** Of every tool, median (quartiles). */
export function timesTable(figures) {
  return aligned(
    ['ms', ...Object.values(TIMES)],
    [...figures].map(([tool, measured]) => [
      tool,
      ...Object.keys(TIMES).map((what) => {
        // A copy has nothing to save into.
        const has = measured[what] && (what === 'cold' || tool !== 'cp -a');
        return has ? spread(measured[what]) : '';
      }),
    ]),
  );
}

/** What each save of every tool added, medians. */
export function bytesTable(figures) {
  return aligned(
    ['stored by', TIMES.first, TIMES.changed, TIMES.unchanged],
    [...figures]
      .filter(([tool]) => tool !== 'cp -a')
      .map(([tool, measured]) => [
        tool,
        megabytes(median(measured.firstBytes)),
        kilobytes(median(measured.changedBytes)),
        kilobytes(median(measured.unchangedBytes)),
      ]),
  );
}

/** @param {Record<string, number[]>} own milliseconds, by what was measured */
export function ownTable(own) {
  const named = {
    warm: 'warm checkout, same version',
    back: 'checkout after a read-only session',
    fresh: 'first save in a fresh process',
    whole: 'the same with the start of the process',
  };
  return aligned(
    ['Valise only', 'ms'],
    Object.entries(named).map(([what, name]) => [name, spread(own[what])]),
  );
}

/**
 * The same change in profiles of other sizes, milliseconds.
 *
 * @param {Awaited<ReturnType<typeof import('./scale.mjs').scale>>} rows
 */
export function scaleTable(rows) {
  const head = [
    'bytes',
    'files',
    'first save',
    'changed',
    'unchanged',
    'cold',
    'changed, ratio',
    'memory',
  ];
  return aligned(
    ['in a 256 MB heap, ms', ...head],
    rows.map(({ what, failed, bytes, files, first, changed, unchanged, cold, peak }) =>
      failed
        ? [what, 'failed', ...head.slice(1).map(() => '')]
        : [
            what,
            megabytes(bytes),
            String(files),
            ...[first, median(changed), unchanged, cold].map(digits),
            rows[0].changed ? (median(changed) / median(rows[0].changed)).toFixed(2) : '',
            megabytes(peak),
          ],
    ),
  );
}

/** @param {ReturnType<typeof import('./bars.mjs').bars>} rows */
export function barsTable(rows) {
  const shown = (value, unit) => (unit === 'B' ? kilobytes(value) : `${digits(value)} ms`);
  return aligned(
    ['', 'bar', 'limit', 'Valise', 'of it', ''],
    rows.map(({ what, bar, unit, limit, value, reached }) => [
      what,
      bar,
      limit === undefined ? '' : shown(limit, unit),
      value === undefined ? '' : shown(value, unit),
      limit > 0 && value !== undefined ? (value / limit).toFixed(2) : '',
      reached ? 'reached' : 'NOT reached',
    ]),
  );
}
