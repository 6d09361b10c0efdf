import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { BadRequestError, NotFoundError } from '@onkernel/sdk';
import { acceptance, profileWithLogin, saveLogin, stateOf } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { loggedIn } from '../harness/state.mjs';

const folder = await mkdtemp(join(tmpdir(), 'valise-versions-'));
after(() => rm(folder, { recursive: true, force: true }));

let profile;
let first;
let second;
const valise = acceptance(async (started) => {
  ({ profile, user: first } = await profileWithLogin(started, 'twice'));
  second = await saveLogin(started, profile);
});
const readState = (page) => playwright.readState(page, valise.site);

test('versions are listed newest first, with what each holds', async () => {
  const versions = await valise.kernel.get('/profiles/twice/versions');
  assert.deepEqual(
    versions.map(({ number, head }) => [number, head]),
    [
      [2, true],
      [1, false],
    ],
  );
  for (const version of versions) {
    assert.equal(version.source.type, 'save');
    assert.match(version.source.session_id, /^[a-z0-9]{24}$/);
    assert.ok(Date.parse(version.created_at) <= Date.now());
    assert.match(version.browser_version, /^\d+(\.\d+){3}$/);
    assert.ok(version.files > 0);
    assert.ok(version.bytes > version.stored_bytes && version.stored_bytes > 0);
    assert.deepEqual([version.cookies, version.session_cookies, version.origins], [2, 1, 1]);
    assert.ok(version.left_out_files >= 0 && version.left_out_bytes >= 0);
    assert.deepEqual(version.outcome, { warnings: [] });
    const path = `/profiles/${profile.id}/versions/${version.number}`;
    assert.deepEqual(await valise.kernel.get(path), version);
  }
  assert.ok(Date.parse(versions[0].created_at) > Date.parse(versions[1].created_at));
});

test('versions come in pages', async () => {
  const { data, response } = await valise.kernel
    .get('/profiles/twice/versions', { query: { limit: 1 } })
    .withResponse();
  assert.deepEqual(
    data.map(({ number }) => number),
    [2],
  );
  assert.equal(response.headers.get('x-has-more'), 'true');
  assert.equal(response.headers.get('x-next-offset'), '1');
  const query = { limit: 1, offset: 1 };
  const last = await valise.kernel.get('/profiles/twice/versions', { query });
  assert.equal(last[0].number, 1);
});

test('a browser shows which version it loaded', async () => {
  const newest = await valise.kernel.browsers.create({ profile: { name: 'twice' } });
  assert.equal(newest.profile_version, 2);
  const without = await valise.kernel.browsers.create();
  assert.equal(without.profile_version, undefined);
  for (const { session_id: id } of [newest, without]) await valise.kernel.browsers.deleteByID(id);
});

test('a browser loads an older version, read-only, and the newest stays', async () => {
  const browser = await valise.kernel.browsers.create({ profile: { name: 'twice', version: 1 } });
  assert.equal(browser.profile_version, 1);
  assert.equal(browser.profile_save_changes, false);
  const state = await playwright.withPage(browser.cdp_ws_url, readState);
  assert.deepEqual(state, loggedIn(first));
  await valise.kernel.browsers.deleteByID(browser.session_id);

  assert.equal((await valise.kernel.profiles.retrieve('twice')).head_version, 2);
  assert.deepEqual(await stateOf(valise, { name: 'twice' }), loggedIn(second));
});

test('a running browser loads an older version', async () => {
  const browser = await valise.kernel.browsers.create();
  const loaded = await valise.kernel.browsers.update(browser.session_id, {
    profile: { id: profile.id, version: 1 },
  });
  assert.equal(loaded.profile_version, 1);
  const state = await playwright.withPage(browser.cdp_ws_url, readState);
  assert.deepEqual(state, loggedIn(first));
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('an older version cannot be loaded to save', async () => {
  const wish = { profile: { name: 'twice', version: 1, save_changes: true } };
  const refusal = (error) => {
    assert.ok(error instanceof BadRequestError, `${error}`);
    assert.equal(
      error.error.message,
      'version 1 of the profile is older than its head, version 2, and loads read-only: to save changes, roll back to it or fork it first',
    );
    return true;
  };
  await assert.rejects(valise.kernel.browsers.create(wish), refusal);
  const browser = await valise.kernel.browsers.create();
  await assert.rejects(valise.kernel.browsers.update(browser.session_id, wish), refusal);
  const running = await valise.kernel.browsers.list();
  assert.deepEqual(
    running.items.map(({ session_id: id, profile: none }) => [id, none]),
    [[browser.session_id, undefined]],
  );
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('a version that is not there cannot be loaded', async () => {
  await assert.rejects(
    valise.kernel.browsers.create({ profile: { name: 'twice', version: 3 } }),
    (error) => {
      assert.ok(error instanceof NotFoundError, `${error}`);
      assert.equal(error.error.message, "no version 3 of profile 'twice'");
      return true;
    },
  );
});

test('the newest version may be named and saved', async () => {
  const { profile: other } = await profileWithLogin(valise, 'named-head');
  const browser = await valise.kernel.browsers.create({
    profile: { id: other.id, version: 1, save_changes: true },
  });
  await valise.kernel.browsers.deleteByID(browser.session_id);
  assert.equal((await valise.kernel.profiles.retrieve(other.id)).head_version, 2);
});

test('an older version is downloaded as the newest one is', async () => {
  const response = await valise.kernel.get('/profiles/twice/versions/1/download', {
    query: { format: 'tar' },
    headers: { accept: 'application/octet-stream' },
    __binaryResponse: true,
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
  assert.equal(
    response.headers.get('content-disposition'),
    'attachment; filename="twice-1.tar"',
  );
  const file = join(folder, 'twice-1.tar');
  await writeFile(file, Buffer.from(await response.arrayBuffer()));
  const list = execFileSync('tar', ['-tf', file], { encoding: 'utf8' });
  assert.ok(list.split('\n').includes('Default/Cookies'));
});
