import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import * as puppeteer from '../harness/puppeteer.mjs';
import { loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

test('several clients drive one browser at once, and may leave at any time', async () => {
  const { site } = valise;
  const browser = await valise.kernel.browsers.create();
  const url = browser.cdp_ws_url;
  const user = newUser();
  await playwright.withPage(url, async (first) => {
    await playwright.login(first, site, user);
    await puppeteer.withPage(url, async (second, client) => {
      assert.deepEqual(await puppeteer.readState(second, site), loggedIn(user));
      const open = (await client.pages()).map((page) => page.url());
      assert.ok(open.includes(first.url()), `${first.url()} is not among ${open}`);
      const states = await Promise.all([
        playwright.withPage(url, (third) => playwright.readState(third, site)),
        puppeteer.withPage(url, (fourth) => puppeteer.readState(fourth, site)),
        puppeteer.readState(second, site),
      ]);
      assert.deepEqual(states, Array(3).fill(loggedIn(user)));
    });
    assert.deepEqual(await playwright.readState(first, site), loggedIn(user));
  });
  await valise.kernel.browsers.deleteByID(browser.session_id);
});
