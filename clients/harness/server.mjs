import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processTree } from './processes.mjs';

const LAUNCHER = fileURLToPath(new URL('../../valise', import.meta.url));

// The launcher may have to build the server on its first use.
const START_SECONDS = 300;

// Above the 60 s in which the server has to finish its saves.
const STOP_SECONDS = 75;

// The test runner ends a file that takes too long with SIGTERM, which by itself runs no exit
// handlers and would leave the servers of that file behind.
process.once('SIGTERM', () => process.exit(143));

function command() {
  const given = process.env.VALISE_COMMAND;
  return given ? given.trim().split(/\s+/) : [LAUNCHER, 'serve'];
}

/**
 * Runs `serve` on a free port and does not wait for anything but the process.
 *
 * @param {string} data the data folder
 * @param {Record<string, string>} env added to this process's environment
 * @param {{uid?: number, gid?: number}} user whose process it becomes; only root may name another
 */
export function spawnServer(data, env = {}, user = {}) {
  const [program, ...args] = command();
  const child = spawn(program, [...args, '--host', '127.0.0.1', '--port', '0', '--data', data], {
    // Browsers in rooms reach nothing of this machine unless told to; the test sites are here.
    env: { VALISE_ALLOW_LOOPBACK_PORTS: 'all', ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...user,
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text) => (output += text));
  }
  const exited = new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
  const atExit = () => child.kill('SIGTERM');
  process.once('exit', atExit);
  exited.finally(() => process.off('exit', atExit)).catch(() => {});
  return { child, exited, output: () => output };
}

/** A Valise server with its own data folder, which it keeps over restarts. */
export class ValiseServer {
  #process;
  #env;
  #user;

  constructor(data, apiKey, env, user) {
    this.data = data;
    this.apiKey = apiKey;
    this.#env = env;
    this.#user = user;
  }

  get pid() {
    return this.#process.child.pid;
  }

  /** All that the present process has written so far, both streams. */
  get output() {
    return this.#process.output();
  }

  /** @param {Record<string, string>} env what differs from the environment of the start before */
  async start(env = {}) {
    this.#env = { ...this.#env, ...env };
    const whole = { ...this.#env, VALISE_API_KEY: this.apiKey };
    this.#process = spawnServer(this.data, whole, this.#user);
    this.url = await this.#ready();
  }

  #ready() {
    const { child, exited, output } = this.#process;
    return new Promise((resolve, reject) => {
      const fail = (why) => {
        clearTimeout(timer);
        reject(new Error(`the server ${why}; its output:\n${output()}`));
      };
      const timer = setTimeout(() => {
        child.kill('SIGTERM');
        fail(`was not ready within ${START_SECONDS} s`);
      }, START_SECONDS * 1000);
      child.stdout.on('data', () => {
        const line = output().match(/http:\/\/127\.0\.0\.1:\d+(?=\D)/);
        if (!line) return;
        clearTimeout(timer);
        resolve(line[0]);
      });
      exited.then(
        ({ code }) => fail(`ended with exit code ${code}`),
        (error) => fail(`did not start: ${error.message}`),
      );
    });
  }

  /**
   * Asks the server to end and waits until it has.
   *
   * @returns {Promise<number | null>} its exit code
   */
  async stop() {
    const { child, exited, output } = this.#process;
    const left = processTree(child.pid);
    child.kill('SIGTERM');
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => {
        for (const { pid } of [...left, ...processTree(child.pid)]) kill(pid);
        reject(new Error(`the server did not end within ${STOP_SECONDS} s:\n${output()}`));
      }, STOP_SECONDS * 1000);
    });
    try {
      return (await Promise.race([exited, late])).code;
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Record<string, string>} env what differs from now on */
  async restart(env = {}) {
    await this.stop();
    await this.start(env);
  }

  /** Ends the server and removes its data folder. */
  async dispose() {
    await this.stop();
    await rm(this.data, { recursive: true, force: true });
  }
}

function kill(pid) {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/**
 * Starts a server with an empty data folder and a random API key.
 *
 * @param {Record<string, string>} env added to this process's environment
 * @param {{uid?: number, gid?: number}} user as of spawnServer
 */
export async function startServer(env = {}, user = {}) {
  const data = await mkdtemp(join(tmpdir(), 'valise-clients-'));
  if (user.uid !== undefined) await chown(data, user.uid, user.gid);
  const server = new ValiseServer(data, `key-${randomBytes(16).toString('hex')}`, env, user);
  await server.start();
  return server;
}
