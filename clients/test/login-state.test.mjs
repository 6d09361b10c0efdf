import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance, restart } from '../harness/acceptance.mjs';
import * as playwright from '../harness/playwright.mjs';
import * as puppeteer from '../harness/puppeteer.mjs';
import { LOGGED_OUT, loggedIn, newUser } from '../harness/state.mjs';

const valise = acceptance();

for (const [name, client] of Object.entries({ playwright, puppeteer })) {
  test(`${name}: a login is there in the next browser, also after a server restart`, async () => {
    const { site } = valise;
    const user = newUser();
    const read = (page) => client.readState(page, site);
    await valise.kernel.profiles.create({ name });

    const first = await valise.kernel.browsers.create({ profile: { name, save_changes: true } });
    await client.withPage(first.cdp_ws_url, async (page) => {
      assert.deepEqual(await read(page), LOGGED_OUT);
      await client.login(page, site, user);
      assert.deepEqual(await read(page), loggedIn(user));
    });
    await valise.kernel.browsers.deleteByID(first.session_id);

    const second = await valise.kernel.browsers.create({ profile: { name } });
    assert.deepEqual(await client.withPage(second.cdp_ws_url, read), loggedIn(user));
    await valise.kernel.browsers.deleteByID(second.session_id);

    const stranger = await valise.kernel.browsers.create();
    assert.deepEqual(await client.withPage(stranger.cdp_ws_url, read), LOGGED_OUT);
    await valise.kernel.browsers.deleteByID(stranger.session_id);

    await restart(valise);
    const third = await valise.kernel.browsers.create({ profile: { name } });
    assert.deepEqual(await client.withPage(third.cdp_ws_url, read), loggedIn(user));
    await valise.kernel.browsers.deleteByID(third.session_id);
  });
}
