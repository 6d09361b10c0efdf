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

/** What a refused call was answered. */
const refusal = (call) =>
  call.then(
    () => assert.fail('not refused'),
    (error) => error,
  );

test('a second writer is refused once, and told who has the profile', async () => {
  const profile = await valise.kernel.profiles.create({ name: 'at-a-time' });
  const write = { profile: { id: profile.id, save_changes: true } };
  const writer = await valise.kernel.browsers.create(write);
  const started = Date.now();
  const refused = await refusal(valise.kernel.browsers.create(write));
  assert.equal(refused.status, 409);
  assert.equal(refused.headers.get('x-should-retry'), 'false');
  assert.match(refused.message, new RegExp(`DELETE /browsers/${writer.session_id}`));
  const details = new Map(refused.error.details.map(({ code, message }) => [code, message]));
  assert.equal(details.get('holder'), writer.session_id);
  assert.ok(Date.parse(details.get('since')) <= started + 1000);

  const reader = await valise.kernel.browsers.create({ profile: { id: profile.id } });
  const plain = await valise.kernel.browsers.create({});
  const loaded = await refusal(valise.kernel.browsers.update(plain.session_id, write));
  assert.equal(loaded.status, 409);
  await valise.kernel.browsers.deleteByID(writer.session_id);
  await valise.kernel.browsers.update(plain.session_id, write);
  for (const { session_id: id } of [reader, plain]) await valise.kernel.browsers.deleteByID(id);
});

test('who waits or takes over begins with what the writer before has saved', async () => {
  const profile = await valise.kernel.profiles.create({ name: 'queue' });
  const open = (on_conflict) =>
    valise.kernel.browsers.create({ profile: { id: profile.id, save_changes: true }, on_conflict });
  const first = await open();
  const user = newUser();
  await playwright.withPage(first.cdp_ws_url, (page) => playwright.login(page, valise.site, user));
  const waiting = open('wait');
  await valise.kernel.browsers.deleteByID(first.session_id);
  const second = await waiting;
  assert.equal(second.profile_version, 1);

  const third = await open('take_over');
  const taken = await valise.kernel.browsers.retrieve(second.session_id, { include_deleted: true });
  assert.match(taken.end_reason, new RegExp(third.session_id));
  assert.equal(third.profile_version, taken.save.version);
  await valise.kernel.browsers.deleteByID(third.session_id);
  assert.deepEqual(await stateOf(valise, { id: profile.id }), loggedIn(user));
});

test('on_conflict has three words', async () => {
  const refused = await refusal(valise.kernel.browsers.create({ on_conflict: 'fight' }));
  assert.equal(refused.status, 400);
  assert.match(refused.message, /on_conflict/);
});

test('a profile in use is renamed at once, and deleted only by force', async () => {
  const profile = await valise.kernel.profiles.create({ name: 'in-use' });
  const browser = await valise.kernel.browsers.create({ profile: { id: profile.id } });
  await valise.kernel.profiles.update(profile.id, { name: 'in-use-too' });
  const refused = await refusal(valise.kernel.profiles.delete(profile.id));
  assert.equal(refused.status, 409);
  assert.equal(refused.headers.get('x-should-retry'), 'false');
  assert.deepEqual(refused.error.details, [{ code: 'session', message: browser.session_id }]);
  await valise.kernel.profiles.delete(profile.id, { query: { force: true } });
  assert.equal((await refusal(valise.kernel.profiles.retrieve(profile.id))).status, 404);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});
