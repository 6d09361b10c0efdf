import { join } from 'node:path';
import { run } from '../command.mjs';

/** Encrypts always; forces every file that it writes to disk by itself, and the folders too. */
export class Restic {
  name = 'restic';
  #env;

  async begin(folder) {
    this.repository = join(folder, 'repository');
    this.#env = {
      RESTIC_REPOSITORY: this.repository,
      RESTIC_PASSWORD: 'bench',
      RESTIC_CACHE_DIR: join(folder, 'cache'),
    };
    // Compression needs version 2 of the format.
    await this.#restic(['init', '--repository-version', '2']);
  }

  async save(folder) {
    return this.#restic(['backup', '--compression', 'auto', '.'], folder);
  }

  async restore(folder) {
    return this.#restic(['restore', 'latest', '--target', folder]);
  }

  /** The least that it can be asked about a repository. */
  async look() {
    return this.#restic(['snapshots']);
  }

  #restic(args, cwd) {
    return run('restic', ['--quiet', ...args], { cwd, env: this.#env });
  }
}
