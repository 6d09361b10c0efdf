import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { decompress } from 'fzstd';
import { chromium } from 'playwright-core';
import { acceptance, profileWithLogin } from '../harness/acceptance.mjs';
import { bareFlags, chromiumPath } from '../harness/chromium.mjs';
import { LOGGED_OUT, loggedIn } from '../harness/state.mjs';
import { readState } from '../harness/playwright.mjs';

const CACHES = ['Cache', 'Code Cache', 'GPUCache', 'DawnGraphiteCache', 'DawnWebGPUCache'];
const folder = await mkdtemp(join(tmpdir(), 'valise-download-'));
after(() => rm(folder, { recursive: true, force: true }));

let user;
let tar;
const valise = acceptance(async (started) => {
  ({ user } = await profileWithLogin(started, 'archived'));
  tar = await download('tar');
  await writeFile(join(folder, 'profile.tar'), tar);
  execFileSync('tar', ['-xf', 'profile.tar'], { cwd: folder });
});

async function download(format) {
  const query = format && { format };
  const response = await valise.kernel.profiles.download('archived', query);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/octet-stream');
  return Buffer.from(await response.arrayBuffer());
}

test('tar lists a user data folder without locks and caches', async () => {
  const list = execFileSync('tar', ['-tf', join(folder, 'profile.tar')], { encoding: 'utf8' });
  const entries = list.trimEnd().split('\n');
  for (const wanted of ['Local State', 'Default/Preferences', 'Default/Cookies']) {
    assert.ok(entries.includes(wanted), `${wanted} is missing in ${list}`);
  }
  const names = entries.flatMap((entry) => entry.split('/'));
  assert.deepEqual(
    names.filter((name) => name.startsWith('Singleton')),
    [],
  );
  assert.deepEqual(
    names.filter((name) => CACHES.includes(name)),
    [],
  );
});

test('the default and tar.zst hold the same archive, compressed with zstd', async () => {
  for (const format of [undefined, 'tar.zst']) {
    const compressed = await download(format);
    assert.equal(compressed.readUInt32LE(0), 0xfd2fb528);
    assert.ok(compressed.length < tar.length);
    assert.ok(tar.equals(decompress(compressed)), 'another archive than with format=tar');
  }
});

test('a Chromium without Valise finds the login in the unpacked files', async () => {
  const open = (userData) =>
    chromium.launchPersistentContext(userData, {
      executablePath: chromiumPath(),
      args: bareFlags(),
    });
  const look = async (userData) => {
    const context = await open(userData);
    try {
      return await readState(await context.newPage(), valise.site);
    } finally {
      await context.close();
    }
  };
  assert.deepEqual(await look(await mkdtemp(join(folder, 'fresh-'))), LOGGED_OUT);
  const { sessionCookie: _, ...lasting } = await look(folder);
  const { sessionCookie: __, ...expected } = loggedIn(user);
  assert.deepEqual(lasting, expected);
});

test('an unknown format is refused', async () => {
  await assert.rejects(download('zip'), { status: 400 });
});
