import assert from 'node:assert/strict';
import test from 'node:test';
import { BadRequestError } from '@onkernel/sdk';
import { acceptance, profileWithLogin, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { LOGGED_OUT, loggedIn, newUser } from '../harness/state.mjs';

let saved;
const valise = acceptance(async (started) => {
  saved = await profileWithLogin(started, 'loadable');
});
const readState = (page) => playwright.readState(page, valise.site);

test('a profile loaded into a running browser is there after reconnecting', async () => {
  const browser = await valise.kernel.browsers.create();
  assert.deepEqual(await playwright.withPage(browser.cdp_ws_url, readState), LOGGED_OUT);

  const loaded = await valise.kernel.browsers.update(browser.session_id, {
    profile: { name: 'loadable' },
  });
  assert.equal(loaded.session_id, browser.session_id);
  assert.equal(loaded.profile.id, saved.profile.id);
  assert.equal(loaded.profile_save_changes, false);
  assert.equal(loaded.cdp_ws_url, browser.cdp_ws_url);
  const state = await playwright.withPage(browser.cdp_ws_url, readState);
  assert.deepEqual(state, loggedIn(saved.user));
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('a loaded profile with save_changes is saved at the end', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'loaded-to-save' });
  const browser = await valise.kernel.browsers.create();
  const loaded = await valise.kernel.browsers.update(browser.session_id, {
    profile: { id, save_changes: true },
  });
  assert.equal(loaded.profile_save_changes, true);
  const user = newUser();
  await playwright.withPage(loaded.cdp_ws_url, (page) => playwright.login(page, valise.site, user));
  await valise.kernel.browsers.deleteByID(browser.session_id);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(user));
});

test('a browser that has a profile refuses another, once, and keeps running', async () => {
  const browser = await valise.kernel.browsers.create({ profile: { name: 'loadable' } });
  valise.sent.length = 0;
  await assert.rejects(
    valise.kernel.browsers.update(browser.session_id, { profile: { name: 'loadable' } }),
    BadRequestError,
  );
  assert.equal(valise.sent.length, 1);
  const state = await playwright.withPage(browser.cdp_ws_url, readState);
  assert.deepEqual(state, loggedIn(saved.user));
  await valise.kernel.browsers.deleteByID(browser.session_id);
});
