import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, restart } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import { assertRefused, send } from '../harness/raw.mjs';

// Rooms are what gives browsers networks of their own.
const valise = acceptance((started) =>
  restart(started, {
    VALISE_ISOLATION: 'strict',
    VALISE_ALLOW_LOOPBACK_PORTS: new URL(started.site.stateUrl).port,
  }),
);

/** What the browser shows instead of the site, or nothing where it shows the site. */
function failure(browser) {
  return playwright.withPage(browser.cdp_ws_url, async (page) => {
    try {
      await page.goto(valise.site.stateUrl);
      return null;
    } catch (error) {
      return error.message.match(/net::\w+/)[0];
    }
  });
}

test('the SDK passes a network on and reads back what came of it', async () => {
  const { host } = new URL(valise.site.stateUrl);
  const network = { allow: ['10.1.0.9:80', '[fd00::1]:443'], deny: [host] };
  const browser = await valise.kernel.browsers.create({ network });
  const { bytes_in, bytes_out, connections, denied, ...asked } = browser.network;
  assert.deepEqual(asked, { mode: 'proxied', ...network });
  for (const figure of [bytes_in, bytes_out, connections]) assert.equal(typeof figure, 'number');
  assert.ok(Array.isArray(denied));
  assert.equal(await failure(browser), 'net::ERR_SOCKS_CONNECTION_FAILED');
  const { network: after } = await valise.kernel.browsers.retrieve(browser.session_id);
  const { reason, times } = after.denied.find(({ target }) => target === host);
  assert.equal(reason, `rule ${host} denies it`);
  assert.ok(times > 0);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('a browser that asks for nothing is proxied, and its traffic is counted to the end', async () => {
  const { session_id: id, ...browser } = await valise.kernel.browsers.create();
  assert.equal(await failure(browser), null);
  await valise.kernel.browsers.deleteByID(id);
  const { network } = await valise.kernel.browsers.retrieve(id, { include_deleted: true });
  assert.equal(network.mode, 'proxied');
  assert.ok(network.bytes_in > 0 && network.bytes_out > 0 && network.connections > 0);
  assert.deepEqual(network.denied, []);
});

test('a browser without a network reaches nothing', async () => {
  const browser = await valise.kernel.browsers.create({ network: 'none' });
  assert.equal(browser.network.mode, 'none');
  assert.match(await failure(browser), /^net::ERR_/);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('the rules of the organisation hold for browsers that are started later', async () => {
  const { hostname } = new URL(valise.site.stateUrl);
  const rules = { allow: ['10.0.0.0/8'], deny: [hostname] };
  const before = await valise.kernel.browsers.create();
  assert.deepEqual((await send(valise.server, 'PUT /network', rules)).json, rules);
  assert.deepEqual((await send(valise.server, 'GET /network')).json, rules);
  const later = await valise.kernel.browsers.create({ network: { allow: [hostname] } });
  assert.equal(await failure(before), null);
  assert.equal(await failure(later), 'net::ERR_SOCKS_CONNECTION_FAILED');
  assert.equal((await send(valise.server, 'PUT /network', {})).status, 200);
  for (const { session_id: id } of [before, later]) await valise.kernel.browsers.deleteByID(id);
});

for (const network of ['fully', 5, { mode: 'open' }, { denny: [] }, { allow: ['10.0.0.0/33'] }]) {
  test(`a network ${JSON.stringify(network)} is refused`, async () => {
    assertRefused(await send(valise.server, 'POST /browsers', { network }), 400);
  });
}
