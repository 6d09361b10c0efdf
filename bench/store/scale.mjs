import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { settle } from './command.mjs';
import { text } from './content.mjs';
import { MARK_BYTES, mark, markPlace } from './mark.mjs';
import { Random } from './random.mjs';
import { Valise } from './tools/valise.mjs';
import { bytesOf, copyTree, filesOf, removeTree, requireSame } from './tree.mjs';

const HEAP = '-Xmx256m';
const LARGE_BYTES = 2e9;
const LEAST_TIMES = 10;
const MANY_FILES = 100_000;
const BLOCK = 4096;

/**
 * What the store takes with a profile of one size.
 *
 * @typedef {{what: string, bytes: number, files: number, first: number, changed: number[],
 *     unchanged: number, cold: number, peak: number}} Row times in milliseconds; peak is the most
 *     memory that the process held, in bytes
 */

/**
 * The same change in profiles of other sizes, each in a process with a small heap that has seen the
 * profile itself before.
 *
 * @param {number} saves of the same change for each profile
 * @returns {Promise<(Row | {what: string, failed: true})[]>} the first is the profile itself
 */
export async function scale(corpus, changes, scratch, saves) {
  const sizes = [
    ['the profile', () => {}],
    ['2 GB', (work) => enlarge(corpus.a, work)],
    ['100 000 files', multiply],
  ];
  const folder = join(scratch, 'scale');
  const rows = [];
  for (const [what, make] of sizes) {
    const valise = new Valise([HEAP]);
    try {
      await renew(folder, corpus.a);
      await measure(valise, changes, folder, 1);
      await renew(folder, corpus.a);
      await make(join(folder, 'work'));
      const measured = await measure(valise, changes, folder, saves);
      rows.push({ what, ...measured, peak: valise.peakMemory() });
    } catch (error) {
      process.stderr.write(`\n${what}: ${error.message}\n`);
      rows.push({ what, failed: true });
    } finally {
      await valise.end();
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  await removeTree(folder);
  return rows;
}

async function renew(folder, corpus) {
  await removeTree(folder);
  await mkdir(folder);
  await copyTree(corpus, join(folder, 'work'));
}

async function measure(valise, changes, folder, saves) {
  const work = join(folder, 'work');
  await settle(folder);
  await valise.begin(folder);
  const first = await valise.save(work);
  const changed = [];
  for (let i = 0; i < saves; i++) {
    await (i === 0 ? changes.apply(work) : changes.again(work, i));
    await settle(folder);
    changed.push(await valise.save(work));
  }
  await settle(folder);
  const unchanged = await valise.save(work);
  const restored = join(folder, 'restored');
  await mkdir(restored);
  const cold = await valise.restore(restored);
  await requireSame(restored, work, 'the checkout');
  const bytes = await bytesOf(work);
  return { bytes, files: (await filesOf(work)).size, first, changed, unchanged, cold };
}

/** More profiles in the user data folder, each block of them another one. */
async function enlarge(corpus, work) {
  const bytes = await bytesOf(corpus);
  const times = Math.max(LEAST_TIMES, Math.ceil(LARGE_BYTES / bytes));
  const files = [...(await filesOf(join(corpus, 'Default'))).keys()];
  for (let number = 1; number < times; number++) {
    for (const path of files) {
      const content = await readFile(join(corpus, 'Default', path));
      for (let at = 0; at < content.length; at += BLOCK) {
        const length = Math.min(BLOCK, content.length - at);
        mark(number).copy(content, at + markPlace(length), 0, Math.min(MARK_BYTES, length));
      }
      await write(join(work, `Profile ${number}`, path), content);
    }
  }
}

/** Many small files, as a site has them that keeps a mail in each. */
async function multiply(work) {
  const random = new Random(MANY_FILES);
  const present = (await filesOf(work)).size;
  for (let number = present; number < MANY_FILES; number++) {
    const name = String(number).padStart(8, '0');
    const path = join('Default', 'File System', '000', 'p', name.slice(4, 6), name);
    await write(join(work, path), text('json', random.spread(200, 4_000), random.next()));
  }
}

async function write(file, content) {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, content);
}
