import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BareChromium } from '../bare.mjs';
import { DevTools } from '../devtools.mjs';
import { timed } from '../timed.mjs';
import { helpersBelow } from './helpers.mjs';
import { folderOfNormalUser, normalUser } from './user.mjs';

/** From the request to its answer; then, with a client and its tab, what is around the browser. */
export async function startInServer({ server, api }, { executable }) {
  const [ms, browser] = await timed(() => api.start());
  const devTools = await DevTools.connect(browser.cdp_ws_url);
  await devTools.openTab();
  const helpers = helpersBelow(server.pid, executable);
  await devTools.disconnect();
  await api.end(browser);
  return { ms, helpers };
}

/**
 * From the spawn to the DevTools URL, as the normal user with Chromium's own sandbox on.
 *
 * @param {Awaited<ReturnType<typeof import('../flags.mjs').launchOfValise>>} launch
 */
export async function startBare({ executable, flags, env }, scratch) {
  const folder = await folderOfNormalUser(join(scratch, 'bare-'));
  const folders = { HOME: folder, TMPDIR: folder, XDG_RUNTIME_DIR: folder };
  const how = { executable, cwd: folder, env: { ...env, ...folders }, ...normalUser };
  const [ms, chromium] = await timed(() => BareChromium.start(flags, join(folder, 'data'), how));
  await chromium.close();
  // Chromium's helper processes may outlive it for a moment and still write.
  await rm(folder, { recursive: true, maxRetries: 10, retryDelay: 100 });
  return { ms };
}
