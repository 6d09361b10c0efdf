/** A seeded generator of whole numbers below 2^32 (mulberry32): every run makes the same web. */
export class Random {
  #state;

  constructor(seed) {
    this.#state = seed >>> 0;
  }

  next() {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = this.#state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  }

  /** From 0 to 1, without 1. */
  share() {
    return this.next() / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  between(least, most) {
    return least + Math.floor(this.share() * (most - least + 1));
  }

  /** The same, each order of magnitude as likely as the next: many are small, few are large. */
  spread(least, most) {
    return Math.round(least * (most / least) ** this.share());
  }

  pick(list) {
    return list[Math.floor(this.share() * list.length)];
  }
}
