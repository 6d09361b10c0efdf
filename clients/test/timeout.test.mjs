import assert from 'node:assert/strict';
import test from 'node:test';
import { NotFoundError } from '@onkernel/sdk';
import { acceptance, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { until } from '../harness/poll.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const TIMEOUT_SECONDS = 10;
// Kernel documents a check every 5 s, and the save comes on top.
const DEADLINE_SECONDS = 40;
const valise = acceptance();

async function hasEnded(id) {
  try {
    await valise.kernel.browsers.retrieve(id);
    return false;
  } catch (error) {
    if (error instanceof NotFoundError) return true;
    throw error;
  }
}

test('a browser that nobody uses ends by itself and is saved; a connected one stays', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'forgotten' });
  const user = newUser();
  const used = await valise.kernel.browsers.create({ timeout_seconds: TIMEOUT_SECONDS });
  await playwright.withPage(used.cdp_ws_url, async (page) => {
    const forgotten = await valise.kernel.browsers.create({
      profile: { id, save_changes: true },
      timeout_seconds: TIMEOUT_SECONDS,
    });
    await playwright.withPage(forgotten.cdp_ws_url, (other) =>
      playwright.login(other, valise.site, user),
    );
    const left = Date.now();
    await until('the timeout', () => hasEnded(forgotten.session_id), DEADLINE_SECONDS);
    // Half a second: the server may hear of the disconnect before this process does.
    assert.ok(Date.now() - left >= TIMEOUT_SECONDS * 1000 - 500, 'ended too early');

    assert.equal(await hasEnded(used.session_id), false);
    assert.equal(await page.evaluate('6 * 7'), 42);
    const ended = await valise.kernel.browsers.retrieve(forgotten.session_id, {
      include_deleted: true,
    });
    assert.equal(ended.save.version, 1);
  });
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(user));
  await valise.kernel.browsers.deleteByID(used.session_id);
});
