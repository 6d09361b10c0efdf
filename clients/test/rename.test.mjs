import assert from 'node:assert/strict';
import test from 'node:test';
import { NotFoundError } from '@onkernel/sdk';
import { acceptance, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

test('a profile renamed while a browser uses it keeps what that browser saves', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'maiden' });
  const browser = await valise.kernel.browsers.create({
    profile: { name: 'maiden', save_changes: true },
  });
  await valise.kernel.profiles.update('maiden', { name: 'married' });
  const renamed = await valise.kernel.browsers.retrieve(browser.session_id);
  assert.deepEqual([renamed.profile.id, renamed.profile.name], [id, 'married']);

  const user = newUser();
  await playwright.withPage(browser.cdp_ws_url, (page) =>
    playwright.login(page, valise.site, user),
  );
  await valise.kernel.browsers.deleteByID(browser.session_id);

  assert.deepEqual(await stateOf(valise, { name: 'married' }), loggedIn(user));
  await assert.rejects(
    valise.kernel.browsers.create({ profile: { name: 'maiden' } }),
    NotFoundError,
  );
});
