import { run } from '../command.mjs';

/** The floor of every checkout: the files copied, each byte written anew. */
export class Copy {
  name = 'cp -a';
  #source;

  async begin() {}

  async save(folder) {
    this.#source = folder;
  }

  async restore(folder) {
    return run('cp', ['-a', '--reflink=never', `${this.#source}/.`, folder]);
  }
}
