import assert from 'node:assert/strict';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { chromiumVersion } from '../harness/chromium.mjs';
import { processTree } from '../harness/processes.mjs';
import { assertRefused, send } from '../harness/raw.mjs';
import { startServer } from '../harness/server.mjs';

const LIMIT_MS = 20_000;
const VERSION = chromiumVersion();
const scripts = await mkdtemp(join(tmpdir(), 'valise-fake-'));
after(() => rm(scripts, { recursive: true, force: true }));

async function fakeChromium(name, behaviour) {
  const path = join(scripts, name);
  const version = `case " $* " in *" --version "*) echo "Chromium ${VERSION}"; exit 0;; esac`;
  await writeFile(path, `#!/bin/sh\n${version}\n${behaviour}\n`);
  await chmod(path, 0o755);
  return path;
}

async function folders(data) {
  const entries = await readdir(data, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}

async function assertFails(server) {
  const begun = Date.now();
  const answer = await send(server, 'POST /browsers', {});
  const tookMs = Date.now() - begun;
  assertRefused(answer, 500);
  assert.ok(tookMs < LIMIT_MS, `the answer took ${tookMs} ms`);
  return answer.json;
}

async function withBrokenChromium(path, use) {
  const server = await startServer({ VALISE_CHROMIUM: path });
  try {
    const processes = processTree(server.pid).map(({ pid }) => pid);
    // A folder that the first attempt creates and the second does not belongs to the server.
    await assertFails(server);
    const foldersOfServer = await folders(server.data);
    await use(server);
    assert.deepEqual((await send(server, 'GET /browsers')).json, []);
    assert.deepEqual(await folders(server.data), foldersOfServer);
    assert.deepEqual(
      processTree(server.pid).filter(({ pid }) => !processes.includes(pid)),
      [],
    );
  } finally {
    await server.dispose();
  }
}

test('a Chromium that ends at once is a 500 with its last lines, and leaves nothing', async () => {
  const behaviour = 'echo "first line" >&2; echo "no usable display: reason 4711" >&2; exit 1';
  await withBrokenChromium(await fakeChromium('ends', behaviour), async (server) => {
    const error = await assertFails(server);
    assert.match(JSON.stringify(error.details), /no usable display: reason 4711/);
  });
});

test('a Chromium that never gets ready is a 500 within 20 s, and leaves nothing', async () => {
  const behaviour = 'echo "thinking: reason 4712" >&2; exec sleep 600';
  await withBrokenChromium(await fakeChromium('hangs', behaviour), async (server) => {
    const error = await assertFails(server);
    assert.match(JSON.stringify(error.details), /thinking: reason 4712/);
  });
});

test('a profile is still there after a failed start, and not held', async () => {
  const path = await fakeChromium('ends-too', 'exit 1');
  await withBrokenChromium(path, async (server) => {
    await send(server, 'POST /profiles', { name: 'kept' });
    const wish = { profile: { name: 'kept', save_changes: true } };
    for (let attempt = 0; attempt < 2; attempt++) {
      assertRefused(await send(server, 'POST /browsers', wish), 500);
    }
    assert.equal((await send(server, 'GET /profiles/kept')).json.head_version, null);
  });
});
