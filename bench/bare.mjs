import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { chromiumPath } from '../clients/harness/chromium.mjs';
import { DevTools } from './devtools.mjs';

/** A Chromium that was started with the flags of one of Valise's, without Valise. */
export class BareChromium {
  #child;

  constructor(child, url) {
    this.#child = child;
    this.url = url;
  }

  /**
   * @param {string[]} flags those that Valise gave to a Chromium
   * @param {string} userData its own user data folder
   * @param {{executable?: string} & import('node:child_process').SpawnOptions} how else it is started
   */
  static async start(flags, userData, { executable = chromiumPath(), ...how } = {}) {
    const own = flags.map((flag) =>
      flag.startsWith('--user-data-dir=') ? `--user-data-dir=${userData}` : flag,
    );
    const child = spawn(executable, own, { stdio: ['ignore', 'ignore', 'pipe'], ...how });
    const atExit = () => child.kill('SIGKILL');
    process.once('exit', atExit);
    child.once('exit', () => process.off('exit', atExit));
    for await (const line of createInterface(child.stderr)) {
      const listening = line.match(/^DevTools listening on (ws:\S+)/);
      if (!listening) continue;
      child.stderr.resume();
      return new BareChromium(child, listening[1]);
    }
    throw new Error('the bare Chromium ended before its DevTools were ready');
  }

  /** Asks for the end over DevTools and waits for the process. */
  async close() {
    const exited = once(this.#child, 'exit');
    const devTools = await DevTools.connect(this.url);
    // The connection may end before the answer comes.
    await Promise.all([exited, devTools.call('Browser.close').catch(() => {})]);
  }
}
