import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, profileWithLogin, saveLogin, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { assertRefused, send } from '../harness/raw.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

/** A profile with two versions, a login in each. */
async function loggedInTwice(name) {
  const { profile, user: first } = await profileWithLogin(valise, name);
  return { profile, first, second: await saveLogin(valise, profile) };
}

const rollBack = (name, version) =>
  valise.kernel.post(`/profiles/${name}/rollback`, { body: { version } });
const numbers = async (name) =>
  (await valise.kernel.get(`/profiles/${name}/versions`)).map(({ number }) => number);

test('after a rollback browsers have the old login again', async () => {
  const { profile, first } = await loggedInTwice('back');
  const after = await rollBack('back', 1);
  assert.equal(after.id, profile.id);
  assert.equal(after.head_version, 3);
  assert.deepEqual(after.saved.source, { type: 'rollback', version: 1 });
  assert.equal(after.saved.stored_bytes, 0);
  assert.deepEqual(await numbers('back'), [3, 2, 1]);
  assert.deepEqual(await stateOf(valise, { name: 'back' }), loggedIn(first));

  const third = await saveLogin(valise, profile);
  assert.equal((await valise.kernel.profiles.retrieve('back')).head_version, 4);
  assert.deepEqual(await stateOf(valise, { name: 'back' }), loggedIn(third));
});

test('rolling back twice, or to the head, rolls back once', async () => {
  await loggedInTwice('back-twice');
  const once = await rollBack('back-twice', 1);
  assert.deepEqual(await rollBack('back-twice', 1), once);
  assert.deepEqual(await rollBack('back-twice', 3), once);
  assert.deepEqual(await numbers('back-twice'), [3, 2, 1]);
});

test('a browser that ran during a rollback saves on top, and is told so', async () => {
  const { profile, first } = await loggedInTwice('back-meanwhile');
  const browser = await valise.kernel.browsers.create({
    profile: { id: profile.id, save_changes: true },
  });
  await rollBack('back-meanwhile', 1);
  const user = newUser();
  await playwright.withPage(browser.cdp_ws_url, (page) =>
    playwright.login(page, valise.site, user),
  );
  await valise.kernel.browsers.deleteByID(browser.session_id);

  const { save } = await valise.kernel.browsers.retrieve(browser.session_id, {
    include_deleted: true,
  });
  assert.equal(save.version, 4);
  assert.deepEqual(save.warnings, [
    'version 3 was added while this session ran on version 2; nothing of the two was merged, both are kept',
  ]);
  assert.deepEqual(await stateOf(valise, { id: profile.id }), loggedIn(user));
  assert.deepEqual(await stateOf(valise, { id: profile.id, version: 3 }), loggedIn(first));
});

test('a fork is logged in, and goes its own way', async () => {
  const { profile, second } = await loggedInTwice('original');
  const { data: fork, response } = await valise.kernel
    .post('/profiles/original/fork', { body: { name: 'copy' } })
    .withResponse();
  assert.equal(response.status, 201);
  assert.notEqual(fork.id, profile.id);
  assert.equal(fork.name, 'copy');
  assert.equal(fork.head_version, 1);
  assert.deepEqual(fork.saved.source, { type: 'fork', profile_id: profile.id, version: 2 });
  assert.deepEqual(await stateOf(valise, { name: 'copy' }), loggedIn(second));

  const user = await saveLogin(valise, fork);
  assert.deepEqual(await stateOf(valise, { name: 'copy' }), loggedIn(user));
  assert.deepEqual(await stateOf(valise, { name: 'original' }), loggedIn(second));
  assert.deepEqual(await numbers('original'), [2, 1]);

  await valise.kernel.profiles.delete('original');
  assert.deepEqual(await stateOf(valise, { name: 'copy' }), loggedIn(user));
});

test('a fork may begin with an older version and have no name', async () => {
  const { first } = await loggedInTwice('older');
  const fork = await valise.kernel.post('/profiles/older/fork', { body: { version: 1 } });
  assert.equal(fork.name, null);
  assert.deepEqual(await stateOf(valise, { id: fork.id }), loggedIn(first));
  const bare = await valise.kernel.post('/profiles/older/fork');
  assert.equal(bare.saved.source.version, 2);
});

test('a version is deleted once, and the others stay', async () => {
  const { second } = await loggedInTwice('trimmed');
  const { status, text } = await send(valise.server, 'DELETE /profiles/trimmed/versions/1');
  assert.deepEqual([status, text], [204, '']);
  assertRefused(await send(valise.server, 'DELETE /profiles/trimmed/versions/1'), 404);
  assert.deepEqual(await numbers('trimmed'), [2]);
  assert.deepEqual(await stateOf(valise, { name: 'trimmed' }), loggedIn(second));
});

test('the head is deleted after a rollback', async () => {
  const { first } = await loggedInTwice('undone');
  const head = await send(valise.server, 'DELETE /profiles/undone/versions/2');
  assertRefused(head, 409);
  assert.equal(head.headers.get('x-should-retry'), 'false');
  assert.equal(
    head.json.message,
    "version 2 is the head of 'undone'; roll back to another version first",
  );
  await rollBack('undone', 1);
  assert.equal((await send(valise.server, 'DELETE /profiles/undone/versions/2')).status, 204);
  assert.deepEqual(await numbers('undone'), [3, 1]);
  assert.deepEqual(await stateOf(valise, { name: 'undone' }), loggedIn(first));
});
