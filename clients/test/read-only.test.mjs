import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, profileWithLogin, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();
const readState = (page) => playwright.readState(page, valise.site);

async function archive(profile) {
  const response = await valise.kernel.profiles.download(profile.id, { format: 'tar' });
  return Buffer.from(await response.arrayBuffer());
}

test('a browser without save_changes leaves the profile as it was', async () => {
  const { profile, user } = await profileWithLogin(valise, 'untouched');
  const { last_used_at: _, ...before } = await valise.kernel.profiles.retrieve(profile.id);
  const stored = await archive(profile);

  const visitor = newUser();
  const browser = await valise.kernel.browsers.create({ profile: { id: profile.id } });
  await playwright.withPage(browser.cdp_ws_url, async (page) => {
    assert.deepEqual(await readState(page), loggedIn(user));
    await playwright.login(page, valise.site, visitor);
    assert.deepEqual(await readState(page), loggedIn(visitor));
  });
  await valise.kernel.browsers.deleteByID(browser.session_id);

  const { last_used_at: __, ...after } = await valise.kernel.profiles.retrieve(profile.id);
  assert.deepEqual(after, before);
  assert.ok(stored.equals(await archive(profile)), 'the stored files differ');
  assert.deepEqual(await stateOf(valise, { id: profile.id }), loggedIn(user));
});

test('two browsers read one profile at the same time, each with its own copy', async () => {
  const { profile, user } = await profileWithLogin(valise, 'shared');
  const wishes = { profile: { id: profile.id } };
  const [one, two] = await Promise.all([
    valise.kernel.browsers.create(wishes),
    valise.kernel.browsers.create(wishes),
  ]);
  assert.notEqual(one.session_id, two.session_id);
  const visitor = newUser();
  await playwright.withPage(one.cdp_ws_url, async (pageOfOne) => {
    await playwright.withPage(two.cdp_ws_url, async (pageOfTwo) => {
      assert.deepEqual(await readState(pageOfOne), loggedIn(user));
      assert.deepEqual(await readState(pageOfTwo), loggedIn(user));
      await playwright.login(pageOfOne, valise.site, visitor);
      assert.deepEqual(await readState(pageOfOne), loggedIn(visitor));
      assert.deepEqual(await readState(pageOfTwo), loggedIn(user));
    });
  });
  for (const { session_id: id } of [one, two]) await valise.kernel.browsers.deleteByID(id);
});
