import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';

const ids = {};
const valise = acceptance(async ({ kernel }) => {
  const create = async (name, wishes) => {
    ids[name] = (await kernel.browsers.create({ name, ...wishes })).session_id;
  };
  const profile = await kernel.profiles.create({ name: 'listed-profile' });
  ids.profile = profile.id;
  await create('ended');
  await kernel.browsers.deleteByID('ended');
  await create('first', { tags: { team: 'red + blue', stage: 'one' } });
  await create('second', { tags: { team: 'red + blue', stage: 'two' } });
  await create('third', { profile: { id: profile.id } });
});

async function assertListed(query, names) {
  const listed = await valise.kernel.browsers.list(query);
  const found = listed.items.map((browser) => browser.session_id).sort();
  assert.deepEqual(found, names.map((name) => ids[name]).sort());
}

test('status selects active, deleted or all', async () => {
  await assertListed({}, ['first', 'second', 'third']);
  await assertListed({ status: 'active' }, ['first', 'second', 'third']);
  await assertListed({ status: 'deleted' }, ['ended']);
  await assertListed({ status: 'all' }, ['ended', 'first', 'second', 'third']);
  await assertListed({ include_deleted: true }, ['ended', 'first', 'second', 'third']);
});

test('tags must all match', async () => {
  await assertListed({ tags: { team: 'red + blue' } }, ['first', 'second']);
  await assertListed({ tags: { team: 'red + blue', stage: 'two' } }, ['second']);
  await assertListed({ tags: { team: 'red' } }, []);
});

test('query matches name, session id, profile id and profile name', async () => {
  await assertListed({ query: 'SECOND' }, ['second']);
  await assertListed({ query: ids.first }, ['first']);
  await assertListed({ query: ids.profile }, ['third']);
  await assertListed({ query: 'listed-prof' }, ['third']);
});

test('the pages carry their position, and the SDK meets every browser once', async () => {
  const { data, response } = await valise.kernel.browsers.list({ limit: 2 }).withResponse();
  assert.equal(data.items.length, 2);
  const position = ['x-limit', 'x-offset', 'x-has-more', 'x-next-offset'];
  assert.deepEqual(
    position.map((name) => response.headers.get(name)),
    ['2', '0', 'true', '2'],
  );
  const met = [];
  for await (const browser of valise.kernel.browsers.list({ limit: 2 })) {
    met.push(browser.session_id);
  }
  assert.deepEqual(met.sort(), [ids.first, ids.second, ids.third].sort());
});
