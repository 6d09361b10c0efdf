import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';
import { assertRefused, send } from '../harness/raw.mjs';

const valise = acceptance(({ kernel }) => kernel.profiles.create({ name: 'existing' }));
const NO_KEY = { authorization: '' };
const withProfile = (profile) => ({ profile });
const tags = (count) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, 'v']));

const CASES = [
  ['a body that is not JSON', 400, 'POST /profiles', '{"name":'],
  ['a body that is not JSON', 400, 'POST /browsers', 'timeout_seconds=60'],
  ['a body that is not an object', 400, 'POST /profiles', '["name"]'],
  ['a body over 1 MB', 413, 'POST /profiles', { name: 'x', note: 'x'.repeat(1_100_000) }],
  ['a name of another type', 400, 'POST /profiles', { name: 5 }],
  ['an empty name', 400, 'POST /profiles', { name: '' }],
  ['a name with a space', 400, 'POST /profiles', { name: 'a b' }],
  ['a name with a slash', 400, 'POST /profiles', { name: '../a' }],
  ['a name beyond ASCII', 400, 'POST /profiles', { name: 'käse' }],
  ['a name with a line end', 400, 'POST /profiles', { name: 'a\n' }],
  ['a name of 256 characters', 400, 'POST /profiles', { name: 'a'.repeat(256) }],
  ['a name that looks like an id', 400, 'POST /profiles', { name: 'a1'.repeat(12) }],
  ['a name that is taken', 409, 'POST /profiles', { name: 'existing' }],
  ['renaming to nothing', 400, 'PATCH /profiles/existing', {}],
  ['renaming to what looks like an id', 400, 'PATCH /profiles/existing', { name: '0'.repeat(24) }],
  ['renaming what does not exist', 404, 'PATCH /profiles/unknown', { name: 'x' }],
  ['deleting what does not exist', 404, 'DELETE /profiles/unknown'],
  ['a page size of 0', 400, 'GET /profiles?limit=0'],
  ['a page size of 101', 400, 'GET /profiles?limit=101'],
  ['a negative offset', 400, 'GET /profiles?offset=-1'],
  ['a page size that is no number', 400, 'GET /browsers?limit=many'],
  ['an unknown status', 400, 'GET /browsers?status=sleeping'],
  ['an unknown profile', 404, 'POST /browsers', withProfile({ name: 'unknown' })],
  ['an unknown profile id', 404, 'POST /browsers', withProfile({ id: 'z'.repeat(24) })],
  ['an unknown profile as a string', 404, 'POST /browsers', withProfile('unknown')],
  [
    'a profile with neither id nor name',
    400,
    'POST /browsers',
    withProfile({ save_changes: true }),
  ],
  ['a profile with id and name', 400, 'POST /browsers', withProfile({ id: 'x', name: 'existing' })],
  ['a profile that is a number', 400, 'POST /browsers', withProfile(5)],
  ['a timeout below 10', 400, 'POST /browsers', { timeout_seconds: 9 }],
  ['a timeout above 72 h', 400, 'POST /browsers', { timeout_seconds: 259_201 }],
  ['a timeout with a fraction', 400, 'POST /browsers', { timeout_seconds: 10.5 }],
  ['a timeout that is no number', 400, 'POST /browsers', { timeout_seconds: '60' }],
  ['a browser name with a space', 400, 'POST /browsers', { name: 'a b' }],
  ['51 tags', 400, 'POST /browsers', { tags: tags(51) }],
  ['an unknown browser', 404, 'GET /browsers/unknown'],
  ['changing an unknown browser', 404, 'PATCH /browsers/unknown', { name: 'x' }],
  ['ending an unknown browser', 404, 'DELETE /browsers/unknown'],
  ['a download of an unknown profile', 404, 'GET /profiles/unknown/download'],
  ['no key', 401, 'GET /profiles', undefined, NO_KEY],
  ['no key', 401, 'POST /browsers', {}, NO_KEY],
  ['a wrong key', 401, 'POST /profiles', { name: 'x' }, { authorization: 'Bearer wrong' }],
  ['another scheme', 401, 'GET /browsers', undefined, { authorization: 'Basic eDp5' }],
  ['no key, for what Valise does not do', 401, 'GET /proxies', undefined, NO_KEY],
];

const list = async () => [
  (await send(valise.server, 'GET /profiles?limit=100')).json,
  (await send(valise.server, 'GET /browsers?status=all&limit=100')).json,
];

for (const [what, status, line, body, headers] of CASES) {
  test(`${line}: ${what} is answered with ${status} and changes nothing`, async () => {
    const untouched = await list();
    const answer = await send(valise.server, line, body, headers);
    assertRefused(answer, status);
    if (status === 409) assert.equal(answer.headers.get('x-should-retry'), 'false');
    assert.deepEqual(await list(), untouched);
  });
}

test('the outermost values that are allowed are accepted', async () => {
  for (const name of ['A'.repeat(24), 'a.'.repeat(12), 'a'.repeat(255), 'a', '-_.']) {
    const answer = await send(valise.server, 'POST /profiles', { name });
    assert.equal(answer.status, 201, answer.text);
  }
  for (const seconds of [10, 259_200]) {
    const answer = await send(valise.server, 'POST /browsers', { timeout_seconds: seconds });
    assert.equal(answer.status, 200, answer.text);
    await valise.kernel.browsers.deleteByID(answer.json.session_id);
  }
});

test('fields that nobody knows are ignored', async () => {
  const answer = await send(valise.server, 'POST /profiles', { name: 'future', colour: 'red' });
  assert.equal(answer.status, 201, answer.text);
});

test('health needs no key', async () => {
  assert.equal((await send(valise.server, 'GET /health', undefined, NO_KEY)).status, 200);
});
