import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';

const NAMES = ['alpha.one', 'alpha.two', 'beta', 'gamma', 'delta'];
const profiles = [];
const valise = acceptance(async ({ kernel }) => {
  for (const name of NAMES) profiles.push(await kernel.profiles.create({ name }));
});
const sortedIds = (list) => list.map(({ id }) => id).sort();

async function page(query) {
  const { data, response } = await valise.kernel.profiles.list(query).withResponse();
  const header = (name) => response.headers.get(name);
  return {
    items: data.items,
    limit: header('x-limit'),
    offset: header('x-offset'),
    hasMore: header('x-has-more'),
    nextOffset: header('x-next-offset'),
  };
}

test('the first page says where the next one starts', async () => {
  const { items, ...position } = await page({ limit: 2 });
  assert.equal(items.length, 2);
  assert.deepEqual(position, { limit: '2', offset: '0', hasMore: 'true', nextOffset: '2' });
});

test('the last page says that it is the last', async () => {
  const { items, ...position } = await page({ limit: 2, offset: 4 });
  assert.equal(items.length, 1);
  assert.deepEqual(position, { limit: '2', offset: '4', hasMore: 'false', nextOffset: '0' });
});

test('without a query the page holds up to 20', async () => {
  const { items, ...position } = await page();
  assert.deepEqual(sortedIds(items), sortedIds(profiles));
  assert.deepEqual(position, { limit: '20', offset: '0', hasMore: 'false', nextOffset: '0' });
});

test('the iteration of the SDK meets every profile once', async () => {
  valise.sent.length = 0;
  const met = [];
  for await (const profile of valise.kernel.profiles.list({ limit: 2 })) met.push(profile);
  assert.deepEqual(sortedIds(met), sortedIds(profiles));
  assert.equal(valise.sent.length, 3);
});

test('query matches a part of the name or of the id, whatever the case', async () => {
  const byName = await page({ query: 'ALPHA' });
  assert.deepEqual(sortedIds(byName.items), sortedIds(profiles.slice(0, 2)));
  const byId = await page({ query: profiles[2].id.slice(4, 20) });
  assert.deepEqual(sortedIds(byId.items), [profiles[2].id]);
});

test('name matches the whole name only', async () => {
  assert.deepEqual(sortedIds((await page({ name: 'beta' })).items), [profiles[2].id]);
  assert.deepEqual((await page({ name: 'bet' })).items, []);
});
