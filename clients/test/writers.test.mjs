import assert from 'node:assert/strict';
import test from 'node:test';
import { ConflictError } from '@onkernel/sdk';
import { acceptance, saveLogin, stateOf } from '../harness/acceptance.mjs';
import { connect } from '../harness/kernel.mjs';
import * as playwright from '../harness/playwright.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

test('a second writer is refused, with the name of the first, and overwrites nothing', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'one-writer' });
  const writes = { profile: { id, save_changes: true } };
  const first = await valise.kernel.browsers.create(writes);
  // Without retries: a client may wait for the first writer, this test does not.
  const { kernel: impatient } = connect(valise.server, { maxRetries: 0 });
  await assert.rejects(impatient.browsers.create(writes), (error) => {
    assert.ok(error instanceof ConflictError, `${error}`);
    assert.ok(error.message.includes(first.session_id), error.message);
    return true;
  });
  const reader = await valise.kernel.browsers.create({ profile: { id } });
  await valise.kernel.browsers.deleteByID(reader.session_id);

  const user = newUser();
  await playwright.withPage(first.cdp_ws_url, (page) =>
    playwright.login(page, valise.site, user),
  );
  await valise.kernel.browsers.deleteByID(first.session_id);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(user));
});

test('the next writer continues from the last save', async () => {
  const profile = await valise.kernel.profiles.create({ name: 'in-turn' });
  await saveLogin(valise, profile);
  const second = await saveLogin(valise, profile);
  assert.equal((await valise.kernel.profiles.retrieve(profile.id)).head_version, 2);
  assert.deepEqual(await stateOf(valise, { id: profile.id }), loggedIn(second));
});
