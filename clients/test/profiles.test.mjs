import assert from 'node:assert/strict';
import test from 'node:test';
import { NotFoundError } from '@onkernel/sdk';
import { acceptance, profileWithLogin } from '../harness/acceptance.mjs';

const valise = acceptance();
const isTime = (text) => !Number.isNaN(Date.parse(text));

test('create answers 201 with a profile that has never been saved', async () => {
  const { data, response } = await valise.kernel.profiles.create({ name: 'new' }).withResponse();
  assert.equal(response.status, 201);
  assert.match(data.id, /^[a-z0-9]{24}$/);
  assert.equal(data.name, 'new');
  assert.ok(isTime(data.created_at));
  assert.equal(data.head_version, null);
  assert.equal(data.saved, null);
});

test('create without an argument, an empty body, makes a profile without a name', async () => {
  const profile = await valise.kernel.profiles.create();
  assert.match(profile.id, /^[a-z0-9]{24}$/);
  assert.equal(profile.name ?? null, null);
  assert.equal((await valise.kernel.profiles.retrieve(profile.id)).id, profile.id);
});

test('retrieve finds a profile by id and by name', async () => {
  const created = await valise.kernel.profiles.create({ name: 'found' });
  const { data, response } = await valise.kernel.profiles.retrieve('found').withResponse();
  assert.equal(response.status, 200);
  assert.deepEqual(data, created);
  assert.deepEqual(await valise.kernel.profiles.retrieve(created.id), created);
});

test('update renames', async () => {
  const created = await valise.kernel.profiles.create({ name: 'before' });
  const { data, response } = await valise.kernel.profiles
    .update('before', { name: 'after' })
    .withResponse();
  assert.equal(response.status, 200);
  assert.deepEqual([data.id, data.name], [created.id, 'after']);
  assert.equal((await valise.kernel.profiles.retrieve('after')).id, created.id);
  await assert.rejects(valise.kernel.profiles.retrieve('before'), NotFoundError);
});

test('delete answers 204 without a body, by name and by id, and frees the name', async () => {
  const first = await valise.kernel.profiles.create({ name: 'gone' });
  const response = await valise.kernel.profiles.delete('gone').asResponse();
  assert.equal(response.status, 204);
  assert.equal(await response.text(), '');
  await assert.rejects(valise.kernel.profiles.retrieve(first.id), NotFoundError);
  const second = await valise.kernel.profiles.create({ name: 'gone' });
  assert.notEqual(second.id, first.id);
  await valise.kernel.profiles.delete(second.id);
  await assert.rejects(valise.kernel.profiles.retrieve('gone'), NotFoundError);
});

test('download answers 202 without a body while nothing was saved', async () => {
  await valise.kernel.profiles.create({ name: 'empty' });
  const response = await valise.kernel.profiles.download('empty');
  assert.equal(response.status, 202);
  assert.equal((await response.arrayBuffer()).byteLength, 0);
});

test('a save shows in the figures of the profile', async () => {
  const { profile } = await profileWithLogin(valise, 'figures');
  const saved = await valise.kernel.profiles.retrieve(profile.id);
  assert.equal(saved.head_version, 1);
  assert.ok(saved.size_bytes > 0);
  assert.ok(saved.saved.files > 0);
  assert.ok(saved.saved.bytes > 0);
  assert.equal(saved.saved.cookies, 2);
  assert.equal(saved.saved.session_cookies, 1);
  assert.ok(isTime(saved.updated_at));
  assert.ok(isTime(saved.last_used_at));
});
