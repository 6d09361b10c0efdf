import { chromium } from 'playwright-core';

/** Connects with Playwright, hands `use` a new tab of the browser's profile, and disconnects. */
export async function withPage(cdpUrl, use) {
  const browser = await chromium.connectOverCDP(cdpUrl);
  try {
    // The first context is the profile; browser.newContext() would be an incognito one.
    return await use(await browser.contexts()[0].newPage(), browser);
  } finally {
    await browser.close();
  }
}

export async function login(page, site, user) {
  await page.goto(site.loginUrl);
  await page.fill('input[name=user]', user);
  await page.click('button');
  await page.waitForSelector('body[data-ready]');
}

export async function readState(page, site) {
  await page.goto(site.stateUrl);
  return JSON.parse(await page.locator('#state[data-ready]').textContent());
}
