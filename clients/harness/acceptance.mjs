import { after, before } from 'node:test';
import { connect } from './kernel.mjs';
import * as playwright from './playwright.mjs';
import { startServer } from './server.mjs';
import { startSite } from './site.mjs';
import { newUser } from './state.mjs';

/**
 * What a test file starts from: a Valise server, the demo site and a connected SDK, all ended after
 * the file's last test. The properties are filled before the first test.
 *
 * @param {(valise: object) => Promise<unknown>} given runs once before the first test. A file has
 *     no other before(): Node 20 starts several of them at the same time.
 */
export function acceptance(given = async () => {}) {
  const valise = {};
  before(async () => {
    valise.site = await startSite();
    valise.server = await startServer();
    Object.assign(valise, connect(valise.server));
    await given(valise);
  });
  after(async () => {
    await valise.server?.dispose();
    await valise.site?.close();
  });
  return valise;
}

/** Restarts the server and connects again, for its port differs from the one before. */
export async function restart(valise, env = {}) {
  await valise.server.restart(env);
  Object.assign(valise, connect(valise.server));
}

/** Logs a fresh user in through a browser that saves into a profile, and ends that browser. */
export async function saveLogin({ kernel, site }, profile) {
  const user = newUser();
  const browser = await kernel.browsers.create({ profile: { id: profile.id, save_changes: true } });
  await playwright.withPage(browser.cdp_ws_url, (page) => playwright.login(page, site, user));
  await kernel.browsers.deleteByID(browser.session_id);
  return user;
}

/** A profile in which a fresh user is logged in. */
export async function profileWithLogin(valise, name) {
  const profile = await valise.kernel.profiles.create({ name });
  return { profile, user: await saveLogin(valise, profile) };
}

/** The login state that a new read-only browser with this profile shows. */
export async function stateOf({ kernel, site }, profile) {
  const browser = await kernel.browsers.create({ profile });
  try {
    return await playwright.withPage(browser.cdp_ws_url, (page) =>
      playwright.readState(page, site),
    );
  } finally {
    await kernel.browsers.deleteByID(browser.session_id);
  }
}
