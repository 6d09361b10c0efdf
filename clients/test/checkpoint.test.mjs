import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { assertRefused, send } from '../harness/raw.mjs';
import { LOGGED_OUT, loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

// The SDK has no method for it at 0.84.0, but sends what its newer ones would.
const save = (browser, body) =>
  valise.kernel.post(`/browsers/${browser.session_id}/profiles`, { body });

async function stateIn(profile) {
  const reader = await valise.kernel.browsers.create({ profile });
  const read = (page) => playwright.readState(page, valise.site);
  const state = await playwright.withPage(reader.cdp_ws_url, read);
  await valise.kernel.browsers.deleteByID(reader.session_id);
  return state;
}

test('a running browser is saved at once, and its page and connection go on', async () => {
  const { kernel, site } = valise;
  const profile = await kernel.profiles.create({ name: 'running' });
  const browser = await kernel.browsers.create({ profile: { id: profile.id, save_changes: true } });
  const user = newUser();
  await playwright.withPage(browser.cdp_ws_url, async (page, connection) => {
    assert.deepEqual(await stateIn({ id: profile.id }), LOGGED_OUT);
    await playwright.login(page, site, user);
    await page.evaluate(() => (window.stays = 'here'));

    const saved = await save(browser, { id: profile.id });

    assert.equal(saved.id, profile.id);
    assert.equal(saved.head_version, 1);
    const { version, unchanged, pause_ms, took_ms, files, bytes, stored_bytes, warnings } =
      saved.checkpoint;
    assert.deepEqual({ version, unchanged, warnings }, { version: 1, unchanged: false, warnings: [] });
    for (const figure of [pause_ms, took_ms, files, bytes, stored_bytes]) assert.ok(figure > 0);
    assert.deepEqual(await stateIn({ id: profile.id }), loggedIn(user));
    assert.equal(await page.evaluate(() => window.stays), 'here');
    assert.ok(connection.isConnected());
  });
  const { last_checkpoint } = await kernel.browsers.retrieve(browser.session_id);
  assert.equal(last_checkpoint.version, 1);
  await kernel.browsers.deleteByID(browser.session_id);
  assert.deepEqual(await stateIn({ id: profile.id }), loggedIn(user));
});

test('a name makes a profile the first time, and saves into it the next time', async () => {
  const { kernel, site, server } = valise;
  const browser = await kernel.browsers.create({ name: 'nameless' });
  const user = newUser();
  await playwright.withPage(browser.cdp_ws_url, (page) => playwright.login(page, site, user));

  const first = await send(server, 'POST /browsers/nameless/profiles', { name: 'from-nothing' });
  const second = await send(server, 'POST /browsers/nameless/profiles', { name: 'from-nothing' });

  assert.equal(first.status, 201, first.text);
  assert.equal(second.status, 200, second.text);
  assert.equal(second.json.id, first.json.id);
  assert.equal(second.json.name, 'from-nothing');
  assert.deepEqual(await stateIn({ name: 'from-nothing' }), loggedIn(user));
  await kernel.browsers.deleteByID(browser.session_id);
  assertRefused(await send(server, `POST /browsers/${browser.session_id}/profiles`, { name: 'late' }), 409);
});

test('what cannot be is refused with one error, and makes nothing', async () => {
  const { kernel, server } = valise;
  const profile = await kernel.profiles.create({ name: 'refusals' });
  const browser = await kernel.browsers.create();
  const path = `POST /browsers/${browser.session_id}/profiles`;
  for (const body of [{}, { id: profile.id, name: 'both' }, { name: 'no spaces' }, { name: 7 }, '[']) {
    assertRefused(await send(server, path, body), 400);
  }
  assertRefused(await send(server, path, { id: 'a'.repeat(24) }), 404);
  assertRefused(await send(server, 'POST /browsers/nobody/profiles', { id: profile.id }), 404);
  const { head_version } = await kernel.profiles.retrieve(profile.id);
  assert.equal(head_version, null);
  await kernel.browsers.deleteByID(browser.session_id);

  const writing = { id: profile.id, save_changes: true };
  for (const checkpoint_seconds of [0, 4, 86401, 7.5, 'often', true]) {
    assertRefused(await send(server, 'POST /browsers', { profile: writing, checkpoint_seconds }), 400);
  }
  assertRefused(await send(server, 'POST /browsers', { checkpoint_seconds: 30 }), 400);
});

test('checkpoint_seconds saves without anybody asking', async () => {
  const { kernel, site } = valise;
  const profile = await kernel.profiles.create({ name: 'periodic' });
  const browser = await kernel.browsers.create({
    profile: { id: profile.id, save_changes: true },
    checkpoint_seconds: 5,
  });
  assert.equal(browser.checkpoint_seconds, 5);
  const user = newUser();
  await playwright.withPage(browser.cdp_ws_url, (page) => playwright.login(page, site, user));
  const deadline = Date.now() + 60_000;
  let state;
  do {
    state = await stateIn({ id: profile.id });
  } while (state.localStorage !== user && Date.now() < deadline);
  assert.deepEqual(state, loggedIn(user));
  await kernel.browsers.deleteByID(browser.session_id);
});
