import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, saveLogin, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

test('the next writer continues from the last save', async () => {
  const profile = await valise.kernel.profiles.create({ name: 'in-turn' });
  await saveLogin(valise, profile);
  const second = await saveLogin(valise, profile);
  assert.equal((await valise.kernel.profiles.retrieve(profile.id)).head_version, 2);
  assert.deepEqual(await stateOf(valise, { id: profile.id }), loggedIn(second));
});

test('of two writers at a time the one that ends last wins, and is told so', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'at-a-time' });
  const start = async () => {
    const browser = await valise.kernel.browsers.create({ profile: { id, save_changes: true } });
    const user = newUser();
    await playwright.withPage(browser.cdp_ws_url, (page) =>
      playwright.login(page, valise.site, user),
    );
    return { session: browser.session_id, user };
  };
  const end = async ({ session }) => {
    await valise.kernel.browsers.deleteByID(session);
    const ended = await valise.kernel.browsers.retrieve(session, { include_deleted: true });
    return ended.save;
  };
  const one = await start();
  const two = await start();

  const first = await end(one);
  assert.equal(first.version, 1);
  assert.deepEqual(first.warnings, []);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(one.user));

  const last = await end(two);
  assert.equal(last.version, 2);
  assert.equal(last.warnings.length, 1);
  assert.match(last.warnings[0], /version 1\b/);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(two.user));
});
