import { startServer } from '../../clients/harness/server.mjs';
import { ValiseApi } from '../valise.mjs';
import { isRoot, normalUser } from './user.mjs';

/** What has no room: what the tiers are compared with, as a normal user like them. */
export const NO_ROOM = 'none';

const WANTED = [
  ...(isRoot ? [{ tier: 'root', isolation: 'auto', user: {} }] : []),
  { tier: 'user', isolation: 'auto', user: normalUser },
  { tier: 'landlock', isolation: 'basic', user: {} },
  { tier: NO_ROOM, isolation: 'off', user: normalUser },
];

/** One server for each tier that this machine has, all at the same time. */
export class Servers {
  /**
   * By tier, the one that is none too.
   *
   * @type {Map<string, {server: import('../../clients/harness/server.mjs').ValiseServer, api:
   *     ValiseApi}>}
   */
  running = new Map();

  /** In words, what there is no server for. */
  missing = [];

  /** @param {number} port of loopback that browsers in rooms may reach */
  async start(port) {
    for (const { tier, isolation, user } of WANTED) {
      const env = { VALISE_ISOLATION: isolation, VALISE_ALLOW_LOOPBACK_PORTS: String(port) };
      const server = await startServer(env, user);
      const api = new ValiseApi(server);
      // Before anything is asked of it, so that a failure leaves none behind.
      this.running.set(tier, { server, api });
      const browser = await api.start();
      await api.end(browser);
      if (browser.isolation.tier === tier) continue;
      this.running.delete(tier);
      await server.dispose();
      const instead = `--isolation ${isolation} came to tier ${browser.isolation.tier}`;
      this.missing.push(`tier ${tier} is left out, ${instead}; the server said:\n${server.output}`);
    }
  }

  /** @returns {string[]} without the one that is none */
  get tiers() {
    return [...this.running.keys()].filter((tier) => tier !== NO_ROOM);
  }

  async dispose() {
    await Promise.all([...this.running.values()].map(({ server }) => server.dispose()));
  }
}
