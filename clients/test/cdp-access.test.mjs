import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import test from 'node:test';
import { chromium } from 'playwright-core';
import { acceptance } from '../harness/acceptance.mjs';
import { withPage } from '../harness/playwright.mjs';

const valise = acceptance();

/** Asks for a WebSocket and tells what came back instead of interpreting it as one. */
async function upgrade(url) {
  const target = new URL(url);
  target.protocol = 'http:';
  const asked = request(target, {
    headers: {
      connection: 'Upgrade',
      upgrade: 'websocket',
      'sec-websocket-version': '13',
      'sec-websocket-key': Buffer.alloc(16, 7).toString('base64'),
    },
  });
  asked.end();
  const [answer, socket] = await Promise.race([once(asked, 'response'), once(asked, 'upgrade')]);
  answer.resume();
  socket?.destroy();
  return answer.statusCode;
}

function withToken(url, token) {
  const changed = new URL(url);
  if (token === undefined) changed.searchParams.delete('token');
  else changed.searchParams.set('token', token);
  return changed.href;
}

test('only the token of the session itself opens its DevTools', async () => {
  const mine = await valise.kernel.browsers.create();
  const other = await valise.kernel.browsers.create();
  const tokenOf = (browser) => new URL(browser.cdp_ws_url).searchParams.get('token');
  assert.equal(await upgrade(mine.cdp_ws_url), 101);
  for (const token of ['wrong', '', undefined, tokenOf(other), valise.server.apiKey]) {
    assert.equal(await upgrade(withToken(mine.cdp_ws_url, token)), 401, `token ${token}`);
  }
  const unknown = mine.cdp_ws_url.replace(mine.session_id, 'z'.repeat(mine.session_id.length));
  assert.equal(await upgrade(unknown), 401);

  await valise.kernel.browsers.deleteByID(other.session_id);
  assert.equal(await upgrade(other.cdp_ws_url), 401);
  assert.equal(await upgrade(mine.cdp_ws_url), 101);
  await valise.kernel.browsers.deleteByID(mine.session_id);
});

test('Playwright is told 401', async () => {
  const browser = await valise.kernel.browsers.create();
  const connecting = chromium.connectOverCDP(withToken(browser.cdp_ws_url, 'wrong'));
  await assert.rejects(connecting, /401/);
  await valise.kernel.browsers.deleteByID(browser.session_id);
});

test('a client that is connected when its browser ends is disconnected', async () => {
  const browser = await valise.kernel.browsers.create();
  await withPage(browser.cdp_ws_url, async (_, client) => {
    const disconnected = new Promise((resolve) => client.once('disconnected', resolve));
    await valise.kernel.browsers.deleteByID(browser.session_id);
    await disconnected;
  });
});
