import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, stateOf } from '../harness/acceptance.mjs';
import { connect } from '../harness/kernel.mjs';
import * as playwright from '../harness/playwright.mjs';
import { browsersBelow } from '../harness/processes.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

test('SIGTERM saves the running browsers, ends them and exits with 0', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'interrupted' });
  const user = newUser();
  const browser = await valise.kernel.browsers.create({ profile: { id, save_changes: true } });
  await playwright.withPage(browser.cdp_ws_url, (page) =>
    playwright.login(page, valise.site, user),
  );
  const browsers = browsersBelow(valise.server.pid).map(({ pid }) => pid);
  assert.equal(browsers.length, 1);

  assert.equal(await valise.server.stop(), 0);
  assert.deepEqual(browsersBelow(browsers[0]), []);

  await valise.server.start();
  Object.assign(valise, connect(valise.server));
  assert.equal((await valise.kernel.profiles.retrieve(id)).head_version, 1);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(user));
  const ended = await valise.kernel.browsers.retrieve(browser.session_id, {
    include_deleted: true,
  });
  assert.equal(ended.save.version, 1);
});
