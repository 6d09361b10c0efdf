import assert from 'node:assert/strict';
import test from 'node:test';
import puppeteer from 'puppeteer-core';
import { acceptance, stateOf } from '../harness/acceptance.mjs';
import { login, readState, withPage } from '../harness/puppeteer.mjs';
import { until } from '../harness/poll.mjs';
import { browsersBelow } from '../harness/processes.mjs';
import { LOGGED_OUT, loggedIn, newUser } from '../harness/state.mjs';

const RESTART_SECONDS = 30;
const valise = acceptance();

test("Puppeteer's close() ends the Chromium but not the session", async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'closed' });
  const browser = await valise.kernel.browsers.create({ profile: { id, save_changes: true } });
  const user = newUser();

  const client = await puppeteer.connect({ browserWSEndpoint: browser.cdp_ws_url });
  const page = await client.newPage();
  assert.deepEqual(await readState(page, valise.site), LOGGED_OUT);
  await login(page, valise.site, user);
  const [closed] = browsersBelow(valise.server.pid);
  await client.close();

  // Until it is gone the Chromium that was told to close still takes connections.
  await until(
    'another Chromium in its place',
    () => browsersBelow(valise.server.pid).some(({ pid }) => pid !== closed.pid),
    RESTART_SECONDS,
  );
  const state = await withPage(browser.cdp_ws_url, (tab) => readState(tab, valise.site));
  assert.deepEqual(state, loggedIn(user));
  assert.equal((await valise.kernel.profiles.retrieve(id)).head_version, null);

  await valise.kernel.browsers.deleteByID(browser.session_id);
  assert.equal((await valise.kernel.profiles.retrieve(id)).head_version, 1);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(user));
});
