import assert from 'node:assert/strict';
import test, { beforeEach } from 'node:test';
import { AuthenticationError, BadRequestError, ConflictError, NotFoundError } from '@onkernel/sdk';
import { acceptance } from '../harness/acceptance.mjs';
import { connect } from '../harness/kernel.mjs';

const valise = acceptance();

beforeEach(() => {
  valise.sent.length = 0;
});

async function assertRejects(call, type, status) {
  await assert.rejects(call, (error) => {
    assert.ok(error instanceof type, `${error}`);
    assert.equal(error.status, status);
    assert.match(error.error.code, /^[a-z_]+$/);
    assert.equal(error.message, `${status} ${error.error.message}`);
    return true;
  });
}

test('a name that is taken is a ConflictError after exactly one request', async () => {
  await valise.kernel.profiles.create({ name: 'taken' });
  valise.sent.length = 0;
  await assertRejects(valise.kernel.profiles.create({ name: 'taken' }), ConflictError, 409);
  assert.equal(valise.sent.length, 1);
  assert.equal(valise.sent[0].headers.get('x-should-retry'), 'false');
});

test('renaming to a name that is taken is a ConflictError after exactly one request', async () => {
  await valise.kernel.profiles.create({ name: 'mine' });
  await valise.kernel.profiles.create({ name: 'theirs' });
  valise.sent.length = 0;
  await assertRejects(
    valise.kernel.profiles.update('mine', { name: 'theirs' }),
    ConflictError,
    409,
  );
  assert.equal(valise.sent.length, 1);
});

test('the name of a running browser is a ConflictError after exactly one request', async () => {
  const browser = await valise.kernel.browsers.create({ name: 'running' });
  valise.sent.length = 0;
  await assertRejects(valise.kernel.browsers.create({ name: 'running' }), ConflictError, 409);
  assert.equal(valise.sent.length, 1);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('what does not exist is a NotFoundError after one request', async () => {
  const { profiles, browsers } = valise.kernel;
  const calls = [
    () => profiles.retrieve('nowhere'),
    () => profiles.update('nowhere', { name: 'x' }),
    () => profiles.delete('nowhere'),
    () => profiles.download('nowhere'),
    () => browsers.retrieve('nowhere'),
    () => browsers.update('nowhere', { name: 'x' }),
    () => browsers.deleteByID('nowhere'),
    () => browsers.create({ profile: { name: 'nowhere' } }),
  ];
  for (const call of calls) await assertRejects(call(), NotFoundError, 404);
  assert.equal(valise.sent.length, calls.length);
});

test('an id that needs escaping reaches the server as one path segment', async () => {
  await assertRejects(valise.kernel.profiles.retrieve('a b/..'), NotFoundError, 404);
  assert.equal(valise.sent[0].path, '/profiles/a%20b%2F..');
});

test('bad wishes are a BadRequestError after one request', async () => {
  const both = { profile: { id: 'a'.repeat(24), name: 'x' } };
  await assertRejects(valise.kernel.browsers.create(both), BadRequestError, 400);
  assert.equal(valise.sent.length, 1);
});

test('a wrong key is an AuthenticationError after one request', async () => {
  const { kernel, sent } = connect(valise.server, { apiKey: 'wrong' });
  await assertRejects(kernel.profiles.list(), AuthenticationError, 401);
  await assertRejects(kernel.browsers.create(), AuthenticationError, 401);
  assert.equal(sent.length, 2);
});

test('a project id is accepted', async () => {
  const { kernel } = connect(valise.server, { projectID: 'project-of-mine' });
  const { name } = await kernel.profiles.create({ name: 'in-project' });
  assert.equal((await kernel.profiles.retrieve(name)).name, name);
});
