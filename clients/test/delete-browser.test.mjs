import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { browsersBelow } from '../harness/processes.mjs';
import { send } from '../harness/raw.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

async function writer(name) {
  const { id } = await valise.kernel.profiles.create({ name });
  const user = newUser();
  const browser = await valise.kernel.browsers.create({ profile: { id, save_changes: true } });
  await playwright.withPage(browser.cdp_ws_url, (page) =>
    playwright.login(page, valise.site, user),
  );
  return { id, user, line: `DELETE /browsers/${browser.session_id}`, session: browser.session_id };
}

async function assertSavedOnce({ id, user }) {
  assert.equal((await valise.kernel.profiles.retrieve(id)).head_version, 1);
  assert.deepEqual(await stateOf(valise, { id }), loggedIn(user));
}

test('deleting again is 204 again, and saves nothing again', async () => {
  const ended = await writer('again');
  for (let attempt = 0; attempt < 3; attempt++) {
    const { status, text } = await send(valise.server, ended.line);
    assert.deepEqual([status, text], [204, '']);
  }
  await assertSavedOnce(ended);
});

test('deleting twice at the same time is 204 twice and one save', async () => {
  const ended = await writer('twice');
  const answers = await Promise.all([
    send(valise.server, ended.line),
    send(valise.server, ended.line),
  ]);
  assert.deepEqual(
    answers.map(({ status }) => status),
    [204, 204],
  );
  await assertSavedOnce(ended);
});

test('the save outcome and the end are told afterwards', async () => {
  const ended = await writer('told');
  await send(valise.server, ended.line);
  const told = await valise.kernel.browsers.retrieve(ended.session, { include_deleted: true });
  assert.ok(Date.parse(told.deleted_at) >= Date.parse(told.created_at));
  assert.equal(told.save.version, 1);
  assert.ok(told.save.files > 0);
  assert.ok(told.save.bytes > 0);
  assert.equal(told.save.cookies, 2);
  assert.equal(told.save.session_cookies, 1);
  assert.deepEqual(told.save.warnings, []);
});

test('after 204 no Chromium of the session runs', async () => {
  const running = browsersBelow(valise.server.pid).length;
  const browser = await valise.kernel.browsers.create();
  assert.equal(browsersBelow(valise.server.pid).length, running + 1);
  await valise.kernel.browsers.deleteByID(browser.session_id);
  assert.equal(browsersBelow(valise.server.pid).length, running);
});
