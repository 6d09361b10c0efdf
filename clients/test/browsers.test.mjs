import assert from 'node:assert/strict';
import test from 'node:test';
import { NotFoundError } from '@onkernel/sdk';
import { acceptance } from '../harness/acceptance.mjs';
import { send } from '../harness/raw.mjs';

const valise = acceptance();

test('create without an argument answers 200 with a browser', async () => {
  const { data, response } = await valise.kernel.browsers.create().withResponse();
  assert.equal(response.status, 200);
  assert.ok(data.session_id.length > 0);
  assert.ok(!Number.isNaN(Date.parse(data.created_at)));
  const cdp = new URL(data.cdp_ws_url);
  assert.equal(cdp.protocol, 'ws:');
  assert.equal(cdp.host, new URL(valise.server.url).host);
  assert.equal(cdp.pathname, `/cdp/${data.session_id}`);
  assert.ok(cdp.searchParams.get('token').length >= 16);
  assert.equal(typeof data.webdriver_ws_url, 'string');
  assert.equal(typeof data.headless, 'boolean');
  assert.equal(typeof data.stealth, 'boolean');
  assert.equal(data.timeout_seconds, 60);
  assert.equal(data.profile ?? null, null);
  assert.ok(!('profile_save_changes' in data));
  await valise.kernel.browsers.deleteByID(data.session_id);
});

test('an empty body is the same as no wishes', async () => {
  const { status, json } = await send(valise.server, 'POST /browsers');
  assert.equal(status, 200);
  await valise.kernel.browsers.deleteByID(json.session_id);
});

test('without base_url the SDK sends nothing past the API', async () => {
  const browser = await valise.kernel.browsers.create();
  assert.ok(!('base_url' in browser));
  valise.sent.length = 0;
  await assert.rejects(valise.kernel.browsers.fetch(browser.session_id, valise.site.stateUrl));
  assert.equal(valise.sent.length, 0);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('a profile is named by name, by id, or by a bare string', async () => {
  const { id } = await valise.kernel.profiles.create({ name: 'named' });
  const ways = [{ name: 'named' }, { id }, 'named', id];
  for (const profile of ways) {
    const browser = await valise.kernel.browsers.create({ profile });
    assert.deepEqual([browser.profile.id, browser.profile.name], [id, 'named']);
    assert.equal(browser.profile_save_changes, false);
    await valise.kernel.browsers.deleteByID(browser.session_id);
  }
});

test('a browser shows whether it saves', async () => {
  await valise.kernel.profiles.create({ name: 'writer' });
  const profile = { name: 'writer', save_changes: true };
  const browser = await valise.kernel.browsers.create({ profile });
  assert.equal(browser.profile_save_changes, true);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('retrieve finds a browser by id and by name', async () => {
  const wishes = { name: 'my-browser', timeout_seconds: 120, tags: { team: 'a b' } };
  const created = await valise.kernel.browsers.create(wishes);
  const { data, response } = await valise.kernel.browsers.retrieve('my-browser').withResponse();
  assert.equal(response.status, 200);
  assert.equal(data.session_id, created.session_id);
  assert.equal(data.cdp_ws_url, created.cdp_ws_url);
  assert.deepEqual(
    { name: data.name, timeout_seconds: data.timeout_seconds, tags: data.tags },
    wishes,
  );
  const byId = await valise.kernel.browsers.retrieve(created.session_id);
  assert.equal(byId.session_id, created.session_id);
  await valise.kernel.browsers.deleteByID('my-browser');
});

test('update replaces name and tags, and clears them', async () => {
  const wishes = { name: 'old', tags: { a: '1', b: '2' } };
  const { session_id: id } = await valise.kernel.browsers.create(wishes);
  const change = { name: 'renamed', tags: { c: '3' } };
  const { data, response } = await valise.kernel.browsers.update(id, change).withResponse();
  assert.equal(response.status, 200);
  assert.deepEqual([data.name, data.tags], ['renamed', { c: '3' }]);
  const cleared = await valise.kernel.browsers.update(id, { name: '', tags: {} });
  assert.ok(!cleared.name);
  assert.deepEqual(cleared.tags ?? {}, {});
  await assert.rejects(valise.kernel.browsers.retrieve('renamed'), NotFoundError);
  await valise.kernel.browsers.deleteByID(id);
});

test('deleteByID answers 204 without a body, and only include_deleted still shows it', async () => {
  const { session_id: id } = await valise.kernel.browsers.create();
  const response = await valise.kernel.browsers.deleteByID(id).asResponse();
  assert.equal(response.status, 204);
  assert.equal(await response.text(), '');
  await assert.rejects(valise.kernel.browsers.retrieve(id), NotFoundError);
  const ended = await valise.kernel.browsers.retrieve(id, { include_deleted: true });
  assert.ok(!Number.isNaN(Date.parse(ended.deleted_at)));
});
