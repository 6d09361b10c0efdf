/** Linear interpolation between the two nearest values. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.ceil(place);
  return sorted[below] + (sorted[above] - sorted[below]) * (place - below);
}

export const median = (values) => quantile(values, 0.5);

export function digits(value) {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** Median and quartiles. */
export function spread(values) {
  const [low, middle, high] = [0.25, 0.5, 0.75].map((share) => digits(quantile(values, share)));
  return `${middle} (${low} to ${high})`;
}

function verdict(ratio, { atMost, atLeast }) {
  if (atMost !== undefined) return `<= ${atMost}: ${ratio <= atMost ? 'met' : 'not met'}`;
  if (atLeast !== undefined) return `>= ${atLeast}: ${ratio >= atLeast ? 'met' : 'not met'}`;
  return '';
}

/**
 * @param {{what: string, unit: string, valise: number[], bare: number[], goal?: {atMost?: number,
 *     atLeast?: number}}[]} rows one value per round; goals are for the ratio of the medians
 * @returns {string}
 */
export function table(rows) {
  const head = ['', 'unit', 'Valise', 'bare', 'ratio', 'goal'];
  const cells = rows.map(({ what, unit, valise, bare, goal = {} }) => {
    const ratio = median(valise) / median(bare);
    return [what, unit, spread(valise), spread(bare), ratio.toFixed(2), verdict(ratio, goal)];
  });
  return aligned(head, cells);
}

/**
 * @param {string[]} head
 * @param {string[][]} cells
 */
export function aligned(head, cells) {
  const widths = head.map((_, i) => Math.max(...[head, ...cells].map((row) => row[i].length)));
  const line = (row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i]))
      .join('  ')
      .trimEnd();
  const rule = widths.map((width) => '-'.repeat(width));
  return [head, rule, ...cells].map(line).join('\n');
}
