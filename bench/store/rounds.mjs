import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { settle } from './command.mjs';
import { bytesOf, copyTree, requireSame, setAside } from './tree.mjs';

/**
 * What a tool takes and stores, one value for each round: times in milliseconds, sizes in bytes.
 *
 * @typedef {Record<'first' | 'firstBytes' | 'changed' | 'changedBytes' | 'unchanged' |
 *     'unchangedBytes' | 'cold' | 'look', number[]>} Figures
 */

/**
 * Measures the tools in turn, each step with all of them before the next step, another one first in
 * each round. All save the same folder, whose unchanged files stay untouched between the saves, so
 * that those who remember size, time and inode of files profit from it.
 */
export class Rounds {
  #tools;
  #corpus;
  #changes;
  #scratch;
  #done = 0;

  /** @type {Map<string, Figures>} by the name of the tool */
  figures = new Map();

  constructor(tools, corpus, changes, scratch) {
    this.#tools = tools;
    this.#corpus = corpus;
    this.#changes = changes;
    this.#scratch = scratch;
    for (const { name } of tools) this.figures.set(name, {});
  }

  get work() {
    return join(this.#scratch, 'work');
  }

  async round() {
    const first = this.#done % this.#tools.length;
    const order = [...this.#tools.slice(first), ...this.#tools.slice(0, first)];
    await copyTree(this.#corpus.a, this.work);
    for (const tool of order) await this.#begin(tool);
    for (const tool of order) await this.#save(tool, 'first');
    await this.#changes.apply(this.work);
    for (const tool of order) await this.#save(tool, 'changed');
    for (const tool of order) await this.#save(tool, 'unchanged');
    for (const tool of order) await this.#restore(tool);
    this.#done++;
  }

  async #begin(tool) {
    const folder = join(this.#scratch, 'repositories', String(this.#tools.indexOf(tool)));
    await setAside(folder);
    await mkdir(folder, { recursive: true });
    await tool.begin(folder);
  }

  async #save(tool, step) {
    await settle(this.#scratch);
    const before = await stored(tool);
    this.#note(tool, step, await tool.save(this.work));
    this.#note(tool, `${step}Bytes`, (await stored(tool)) - before);
  }

  async #restore(tool) {
    const folder = join(this.#scratch, 'restored');
    await setAside(folder);
    await mkdir(folder);
    await settle(this.#scratch);
    this.#note(tool, 'cold', await tool.restore(folder));
    // Once will do: the rounds differ in nothing but their times.
    if (this.#done === 0) await requireSame(folder, this.#corpus.b, tool.name);
    await setAside(folder);
    if (tool.look) this.#note(tool, 'look', await tool.look());
  }

  #note(tool, what, value) {
    (this.figures.get(tool.name)[what] ??= []).push(value);
  }
}

const stored = async ({ repository }) => (repository ? bytesOf(repository) : 0);
