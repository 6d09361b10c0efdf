import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const CLASS_PATH = ['../../../app/target/valise.jar', '../../target/valise-bench.jar'].map((jar) =>
  fileURLToPath(new URL(jar, import.meta.url)),
);

/** The store in a process that lives as long as the bench, as a server does. */
export class Valise {
  name = 'Valise';
  #child;
  #answers;
  #exited;
  #said = '';
  #version;

  /** @param {string[]} options of the JVM beside those that the launcher has */
  constructor(options = []) {
    const { JAVA_HOME } = process.env;
    if (!JAVA_HOME) throw new Error('JAVA_HOME has to name a JDK 25, which ./valise would find');
    this.#child = spawn(join(JAVA_HOME, 'bin', 'java'), javaArguments(options), {
      // File names that are not ASCII need it, as in the launcher.
      env: { ...process.env, LC_ALL: 'C.UTF-8' },
    });
    const atExit = () => this.#child.kill('SIGKILL');
    process.once('exit', atExit);
    this.#exited = once(this.#child, 'exit').finally(() => process.off('exit', atExit));
    this.#child.stderr.setEncoding('utf8').on('data', (text) => (this.#said += text));
    // That it has ended is said where its answer is missed.
    this.#child.stdin.on('error', () => {});
    this.#answers = createInterface(this.#child.stdout)[Symbol.asyncIterator]();
  }

  /** A new data folder; the same process. */
  async begin(folder) {
    this.repository = join(folder, 'data', 'blobs');
    await this.#ask({ op: 'open', data: join(folder, 'data') });
  }

  /** Waits until what a server does in the background at its start is over. */
  async ready() {
    await this.#ask({ op: 'ready' });
  }

  /** Returns when the version is durable: the store forces its blobs and its catalog to disk. */
  async save(folder) {
    const { ms, version } = await this.#ask({ op: 'save', folder });
    this.#version = version;
    return ms;
  }

  async restore(folder) {
    return this.checkOut(folder, this.#version);
  }

  /** What the store does with the folder of a session that has ended, when nobody waits for it. */
  async tidy(folder) {
    await this.#ask({ op: 'tidy', folder });
  }

  /** @param {number} version 1 for the first save; whatever is in the folder becomes that version */
  async checkOut(folder, version) {
    const { ms } = await this.#ask({ op: 'checkout', folder, version });
    return ms;
  }

  /** The most memory that the process ever held, in bytes. Linux only. */
  peakMemory() {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)[1]) * 1024;
  }

  async end() {
    this.#child.stdin.end();
    await this.#exited;
  }

  async #ask(request) {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`the store ended at ${JSON.stringify(request)}:\n${this.#said}`);
    return JSON.parse(value);
  }
}

/**
 * As the launcher starts a server, with the ahead-of-time cache that it made. That is refused when
 * any option opens modules: libraries with native code then warn, which is not shown.
 */
function javaArguments(options) {
  const cache = process.env.VALISE_AOT;
  return [
    '-XX:+UseSerialGC',
    '--sun-misc-unsafe-memory-access=allow',
    ...(cache ? [`-XX:AOTCache=${cache}`, '-Xlog:aot=off'] : []),
    ...options,
    '-cp',
    CLASS_PATH.join(':'),
    'dev.valise.bench.StoreBench',
  ];
}
