import puppeteer from 'puppeteer-core';

/** Connects, hands `use` a new tab, and disconnects: Puppeteer's close() would end the Chromium. */
export async function withPage(cdpUrl, use) {
  const browser = await puppeteer.connect({ browserWSEndpoint: cdpUrl });
  try {
    return await use(await browser.newPage(), browser);
  } finally {
    await browser.disconnect();
  }
}

export async function login(page, site, user) {
  await page.goto(site.loginUrl);
  await page.type('input[name=user]', user);
  await page.click('button');
  await page.waitForSelector('body[data-ready]');
}

export async function readState(page, site) {
  await page.goto(site.stateUrl);
  const shown = await page.waitForSelector('#state[data-ready]');
  return JSON.parse(await shown.evaluate((element) => element.textContent));
}
