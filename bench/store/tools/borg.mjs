import { join } from 'node:path';
import { run } from '../command.mjs';

/** Encrypted with a key in the repository; borg forces its segments and indexes to disk by itself. */
export class Borg {
  name = 'borg';
  #env;
  #saves;

  async begin(folder) {
    this.repository = join(folder, 'repository');
    this.#saves = 0;
    this.#env = {
      BORG_REPO: this.repository,
      BORG_PASSPHRASE: 'bench',
      BORG_BASE_DIR: join(folder, 'home'),
    };
    await this.#borg(['init', '--encryption', 'repokey']);
  }

  async save(folder) {
    this.#saves++;
    return this.#borg(['create', '--compression', 'zstd,1', `::${this.#saves}`, '.'], folder);
  }

  async restore(folder) {
    return this.#borg(['extract', `::${this.#saves}`], folder);
  }

  /** The least that it can be asked about a repository. */
  async look() {
    return this.#borg(['list']);
  }

  #borg(args, cwd) {
    return run('borg', args, { cwd, env: this.#env });
  }
}
