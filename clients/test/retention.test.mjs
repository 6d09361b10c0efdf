import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';

const valise = acceptance();
const DAY_MS = 86_400_000;

test('a profile has no retention of its own unless it is given one', async () => {
  const profile = await valise.kernel.profiles.create({ name: 'kept' });
  assert.equal(profile.retention, null);
  assert.equal(profile.expires_at, undefined);
});

test('a retention is given, replaced and taken away', async () => {
  const created = await valise.kernel.profiles.create({
    name: 'limited',
    retention: { keep_last: 5, keep_daily_days: 30 },
  });
  assert.deepEqual(created.retention, { keep_last: 5, keep_daily_days: 30 });
  assert.deepEqual(await valise.kernel.profiles.retrieve('limited'), created);

  const retention = { expire_unused_days: 90 };
  const replaced = await valise.kernel.profiles.update('limited', { retention });
  assert.deepEqual(replaced.retention, retention);
  assert.equal(
    Date.parse(replaced.expires_at),
    Date.parse(replaced.updated_at) + 90 * DAY_MS,
  );

  const renamed = await valise.kernel.profiles.update('limited', { name: 'renamed' });
  assert.deepEqual(renamed.retention, retention);
  const both = await valise.kernel.profiles.update('renamed', { name: 'free', retention: null });
  assert.equal(both.name, 'free');
  assert.equal(both.retention, null);
  assert.equal(both.expires_at, undefined);
});

test('an empty retention keeps everything, fields that nobody knows are ignored', async () => {
  const profile = await valise.kernel.profiles.create({
    name: 'everything',
    retention: { keep_last: null, keep_forever: true },
  });
  assert.deepEqual(profile.retention, {});
});

test('a new use puts off the end of a profile', async () => {
  const { expires_at: before } = await valise.kernel.profiles.create({
    name: 'used',
    retention: { expire_unused_days: 1 },
  });
  const browser = await valise.kernel.browsers.create({ profile: { name: 'used' } });
  await valise.kernel.browsers.deleteByID(browser.session_id);
  const { expires_at: then, last_used_at: used } = await valise.kernel.profiles.retrieve('used');
  assert.ok(then > before);
  assert.equal(Date.parse(then), Date.parse(used) + DAY_MS);
});

test('what happens by itself can be asked for; nothing did', async () => {
  const { data, response } = await valise.kernel
    .get('/events', { query: { after: 0, limit: 100 } })
    .withResponse();
  const byItself = ['versions_removed', 'profile_expired'];
  assert.deepEqual(data.filter(({ type }) => byItself.includes(type)), []);
  assert.equal(response.headers.get('x-has-more'), 'false');
});
