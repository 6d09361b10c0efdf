import { aligned, median, spread } from '../figures.mjs';
import { NO_ROOM } from './servers.mjs';

const START_BAR = { atMost: 1.15 };
const CALL_BARS = { root: { atMost: 1.2 }, user: { atMost: 1.8 } };
const DOWNLOAD_BAR = { atLeast: 0.7 };
const HELPERS_BAR = { atMost: 5, unit: 'MB' };

/**
 * @param {string[]} tiers that were measured
 * @param {Record<'starts' | 'calls' | 'downloads', Map<string, number[]>> & {helpers: Map<string,
 *     number[]>, bare: number[]}} figures by tier, one value a round: ms, ms, MB/s, MB; bare: ms
 * @returns {{what: string, tier: string, unit: string, room: number[], without?: number[],
 *     bar?: {atMost?: number, atLeast?: number, unit?: string}}[]} bars with a unit are for the
 *     median itself, others for the ratio of the medians
 */
export function rows(tiers, { starts, bare, calls, downloads, helpers }) {
  const start = 'start / plain Chromium';
  const without = (measured, tier) => ({
    tier,
    room: measured.get(tier),
    without: measured.get(NO_ROOM),
  });
  return [
    ...tiers.map((tier) => ({
      what: start,
      unit: 'ms',
      tier,
      room: starts.get(tier),
      without: bare,
      bar: START_BAR,
    })),
    { what: start, unit: 'ms', tier: NO_ROOM, room: starts.get(NO_ROOM), without: bare },
    ...tiers.map((tier) => ({
      what: 'Runtime.evaluate / no room',
      unit: 'ms',
      ...without(calls, tier),
      bar: CALL_BARS[tier],
    })),
    ...tiers.map((tier) => ({
      what: '200 MB download / no room',
      unit: 'MB/s',
      ...without(downloads, tier),
      bar: DOWNLOAD_BAR,
    })),
    ...tiers.map((tier) => ({
      what: 'helpers of a session',
      unit: 'MB',
      tier,
      room: helpers.get(tier),
      bar: HELPERS_BAR,
    })),
  ];
}

function verdict(value, { atMost, atLeast, unit = 'x' }) {
  return atMost === undefined
    ? [`>= ${atLeast} ${unit}`, value >= atLeast]
    : [`<= ${atMost} ${unit}`, value <= atMost];
}

/** @param {ReturnType<typeof rows>} measured */
export function table(measured) {
  const cells = measured.map(({ what, tier, unit, room, without, bar }) => {
    const ratio = without && median(room) / median(without);
    const compared = without ? [spread(without), ratio.toFixed(2)] : ['', ''];
    const shown = [what, tier, unit, spread(room), ...compared];
    if (!bar) return [...shown, '', ''];
    const [text, isReached] = verdict(ratio ?? median(room), bar);
    return [...shown, text, isReached ? 'reached' : 'NOT reached'];
  });
  return aligned(['', 'tier', 'unit', 'Valise', 'without', 'ratio', 'bar', ''], cells);
}

/**
 * @param {string[]} tiers
 * @param {Map<string, string[]>} programs the helpers of one session, by tier
 * @param {string} memory what was read of each
 */
export function helperLines(tiers, programs, memory) {
  return tiers
    .map((tier) => `helpers at ${tier} (${memory}): ${programs.get(tier).join(', ') || 'none'}`)
    .join('\n');
}
