import assert from 'node:assert/strict';
import test from 'node:test';
import { InternalServerError } from '@onkernel/sdk';
import { acceptance } from '../harness/acceptance.mjs';

const valise = acceptance();

/** What Valise does: everything else that the SDK can send is answered with 501. */
const SUPPORTED = {
  profiles: ['create', 'retrieve', 'update', 'list', 'delete', 'download'],
  // fetch() never leaves the SDK without a base_url.
  browsers: ['create', 'retrieve', 'update', 'list', 'deleteByID', 'fetch'],
};

/** These take no id in front of their body or query. */
const WITHOUT_ID = new Set(['create', 'list', 'upload', 'downloadFromChromeStore', 'exportChunk']);

// Not requests of their own: a loop over exportChunk().
const COMPOSED = new Set(['auditLogs.download']);

function* resources(parent, path = []) {
  for (const [name, value] of Object.entries(parent)) {
    if (name.startsWith('_') || !value?._client) continue;
    yield { path: [...path, name], resource: value };
    yield* resources(value, [...path, name]);
  }
}

function* unsupportedCalls(kernel) {
  for (const { path, resource } of resources(kernel)) {
    for (const method of Object.getOwnPropertyNames(Object.getPrototypeOf(resource))) {
      const name = [...path, method].join('.');
      if (method === 'constructor' || COMPOSED.has(name)) continue;
      if (path.length === 1 && SUPPORTED[path[0]]?.includes(method)) continue;
      yield { name, method, path, resource };
    }
  }
}

test('every other call of the SDK is one request and a 501', async (t) => {
  const browser = await valise.kernel.browsers.create();
  const id = browser.session_id;
  let calls = 0;
  for (const { name, method, path, resource } of unsupportedCalls(valise.kernel)) {
    await t.test(name, async () => {
      valise.sent.length = 0;
      const withoutId = WITHOUT_ID.has(method) && path[0] !== 'browsers';
      const ofOrganization = path[0] === 'organization';
      const args = withoutId || ofOrganization ? [{}] : [id, { id }];
      if (name === 'browsers.fs.writeFile') args.push({ path: '/tmp/x' });
      await assert.rejects(resource[method](...args), (error) => {
        assert.ok(error instanceof InternalServerError, `${error}`);
        assert.equal(error.status, 501, `${valise.sent[0]?.method} ${valise.sent[0]?.path}`);
        assert.match(error.error.code, /^[a-z_]+$/);
        assert.ok(error.error.message.length > 0);
        return true;
      });
      assert.equal(valise.sent.length, 1);
      assert.equal(valise.sent[0].headers.get('x-should-retry'), 'false');
    });
    calls++;
  }
  // 127 requests in SDK 0.84.0, 11 of them supported: fewer means that the walk above missed some.
  assert.equal(calls, 116);
  assert.equal((await valise.kernel.browsers.retrieve(id)).session_id, id);
  await valise.kernel.browsers.deleteByID(id);
});
