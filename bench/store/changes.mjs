import { spawnSync } from 'node:child_process';
import { copyFile, mkdir, open, readFile, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { MARK_BYTES, mark, markPlace } from './mark.mjs';
import { filesOf } from './tree.mjs';

// The page size of Chromium's SQLite databases, and of the file systems below.
const BLOCK = 4096;

/** What a session did to a folder: the difference between its states before and after. */
export class Changes {
  #after;

  /** Of each file with other bytes, new ones included: offset and length of the blocks that differ. */
  #differing = new Map();

  /** Files with the same bytes and another time. */
  #touched = [];

  #gone = [];

  #new = 0;

  #bytes = 0;

  #blocks = [];

  constructor(after) {
    this.#after = after;
  }

  static async between(before, after) {
    const changes = new Changes(after);
    const [old, now] = [await filesOf(before), await filesOf(after)];
    for (const [path, { modified }] of now) {
      const was = old.get(path);
      if (was?.modified === modified) continue;
      const bytes = await readFile(join(after, path));
      const earlier = was ? await readFile(join(before, path)) : undefined;
      changes.#note(path, bytes, earlier);
    }
    changes.#gone = [...old.keys()].filter((path) => !now.has(path));
    return changes;
  }

  #note(path, bytes, earlier) {
    if (earlier?.equals(bytes)) {
      this.#touched.push(path);
      return;
    }
    const differing = [];
    for (let at = 0; at < bytes.length; at += BLOCK) {
      const block = bytes.subarray(at, at + BLOCK);
      if (earlier && block.equals(earlier.subarray(at, at + BLOCK))) continue;
      differing.push({ at, length: block.length });
      this.#blocks.push(block);
    }
    this.#differing.set(path, differing);
    this.#bytes += bytes.length;
    if (!earlier) this.#new++;
  }

  /** Does the same to another folder that is in the state before; what did not change stays as it is. */
  async apply(folder) {
    const now = await filesOf(this.#after);
    for (const path of this.#gone) await rm(join(folder, path));
    for (const path of this.#differing.keys()) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await copyFile(join(this.#after, path), join(folder, path));
    }
    for (const path of [...this.#touched, ...this.#differing.keys()]) {
      const seconds = now.get(path).modified / 1000;
      await utimes(join(folder, path), seconds, seconds);
    }
  }

  /**
   * Changes the same blocks of a folder again, to what no block was before.
   *
   * @param {number} round another one each time
   */
  async again(folder, round) {
    for (const [path, differing] of this.#differing) {
      const file = await open(join(folder, path), 'r+');
      for (const { at, length } of differing) {
        const place = markPlace(length);
        await file.write(mark(round), 0, Math.min(MARK_BYTES, length), at + place);
      }
      await file.close();
    }
  }

  /** What the smallest possible save of these changes would have to store. */
  figures() {
    const blocks = Buffer.concat(this.#blocks);
    return {
      files: this.#differing.size,
      newFiles: this.#new,
      gone: this.#gone.length,
      touched: this.#touched.length,
      bytes: this.#bytes,
      blockBytes: blocks.length,
      compressedBytes: compressed(blocks),
    };
  }
}

/** Together, as one stream, at the level that Valise uses too. */
function compressed(bytes) {
  const { stdout, error } = spawnSync('zstd', ['-1', '--stdout', '--quiet'], {
    input: bytes,
    maxBuffer: 2 * bytes.length + BLOCK,
  });
  if (error) throw error;
  return stdout.length;
}
