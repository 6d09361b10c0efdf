import { Random } from './random.mjs';

const WORDS = vocabulary(new Random(1), 3000);

function vocabulary(random, count) {
  const letters = 'etaoinshrdlucmfwypvbgkqjxz';
  return Array.from({ length: count }, () =>
    Array.from({ length: random.between(3, 11) }, () => letters[random.spread(1, 26) - 1]).join(''),
  );
}

/** The n-th word of a language is met n times less often than its first. */
const word = (random) => WORDS[random.spread(1, WORDS.length) - 1];

const sentence = (random) =>
  Array.from({ length: random.between(5, 18) }, () => word(random)).join(' ');

const PIECES = {
  js: (random) =>
    `function ${word(random)}_${random.between(0, 999)}(a,b){var c=a.${word(random)}||"${sentence(random)}";` +
    `return b?c.${word(random)}(${random.between(0, 9999)}):{${word(random)}:c,${word(random)}:b}}\n`,
  css: (random) =>
    `.${word(random)}-${word(random)}{color:#${random.next().toString(16).slice(0, 6)};` +
    `margin:${random.between(0, 64)}px ${random.between(0, 64)}px;display:${random.pick(['flex', 'block', 'grid', 'none'])}}\n`,
  html: (random) =>
    `<div class="${word(random)} ${word(random)}" id="${word(random)}${random.between(0, 999)}"><p>${sentence(random)}.</p></div>\n`,
  json: (random) =>
    `{"id":${random.next()},"${word(random)}":"${sentence(random)}","${word(random)}":${random.share()}},\n`,
};

/**
 * Text as sites have it, about three times smaller with zstd.
 *
 * @param {'js' | 'css' | 'html' | 'json'} kind
 * @param {number} size in bytes
 */
export function text(kind, size, seed) {
  const random = new Random(seed);
  const pieces = [];
  for (let length = 0; length < size;) {
    const piece = PIECES[kind](random);
    if (length + piece.length > size) {
      pieces.push(' '.repeat(size - length));
      break;
    }
    pieces.push(piece);
    length += piece.length;
  }
  return Buffer.from(pieces.join(''), 'latin1');
}

/** Bytes that do not compress, as images, fonts and videos have them. */
export function bytes(size, seed) {
  const random = new Random(seed);
  const words = Uint32Array.from({ length: Math.ceil(size / 4) }, () => random.next());
  return Buffer.from(words.buffer, 0, size);
}
