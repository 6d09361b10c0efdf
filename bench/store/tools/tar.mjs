import { join } from 'node:path';
import { run } from '../command.mjs';

/** One archive for each save, as the scripts do that call a profile a tar. */
class Tar {
  #folder;
  #saves = 0;

  /**
   * @param {string} name
   * @param {string} compression the option of tar
   */
  constructor(name, compression) {
    this.name = name;
    this.compression = compression;
  }

  async begin(folder) {
    this.#folder = folder;
    this.#saves = 0;
  }

  get repository() {
    return this.#folder;
  }

  get #archive() {
    return join(this.#folder, `${this.#saves}.tar`);
  }

  /** Tar forces nothing to disk: its file and the folder are. */
  async save(folder) {
    this.#saves++;
    const tar = await run('tar', [this.compression, '-cf', this.#archive, '-C', folder, '.']);
    return tar + (await run('sync', [this.#archive, this.#folder]));
  }

  async restore(folder) {
    return run('tar', [this.compression, '-xf', this.#archive, '-C', folder]);
  }
}

export const tarGzip = () => new Tar('tar -czf', '--gzip');
export const tarZstd = () => new Tar('tar --zstd', '--zstd');
