import { Random } from './random.mjs';

const TYPES = {
  js: 'text/javascript',
  css: 'text/css',
  json: 'application/json',
  webp: 'image/webp',
};

/** Kinds of resources with how many a site has of each, and how large they are. */
const SHAPES = [
  { kind: 'js', count: [3, 8], size: [2_000, 500_000] },
  { kind: 'css', count: [1, 3], size: [3_000, 100_000] },
  { kind: 'json', count: [3, 7], size: [1_000, 200_000] },
  { kind: 'webp', count: [8, 16], size: [1_000, 150_000] },
];

const LARGEST_PICTURE = [150_000, 2_000_000];

/** The share of a site's resources that its service worker keeps for days without a network. */
const KEPT_OFFLINE = 0.5;

/**
 * What one site is made of: a few large things and many small ones.
 *
 * @param {number} number of the site
 * @returns {{page: number, resources: {path: string, kind: string, type: string, size: number,
 *     seed: number, offline: boolean}[], records: {key: number, size: number, binary: boolean}[],
 *     entries: number[]}} sizes in bytes; entries are those of localStorage
 */
export function planOf(number) {
  const random = new Random(1000 + number);
  const resources = [];
  const add = (kind, size) =>
    resources.push({
      path: `/assets/${resources.length}.${kind}`,
      kind,
      type: TYPES[kind],
      size,
      seed: random.next(),
      offline: random.share() < KEPT_OFFLINE,
    });
  for (const { kind, count, size } of SHAPES) {
    for (let left = random.between(...count); left > 0; left--) add(kind, random.spread(...size));
  }
  add('webp', random.spread(...LARGEST_PICTURE));
  return {
    page: random.spread(15_000, 150_000),
    resources,
    records: Array.from({ length: random.between(10, 40) }, (_, key) => ({
      key,
      size: random.spread(500, 100_000),
      binary: random.share() < 0.4,
    })),
    entries: Array.from({ length: random.between(5, 40) }, () => random.spread(20, 5_000)),
  };
}

/** What a later visit brings: the answers of a site's API, and a picture or two. */
export function newsOf(number, visit) {
  const random = new Random(1_000_000 * visit + number);
  return ['json', 'json', 'webp'].map((kind, i) => ({
    path: `/news/${visit}/${i}.${kind}`,
    kind,
    type: TYPES[kind],
    size: random.spread(2_000, 40_000),
    seed: random.next(),
    offline: true,
  }));
}
