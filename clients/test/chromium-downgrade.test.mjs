import assert from 'node:assert/strict';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { after } from 'node:test';
import { acceptance, profileWithLogin, restart, stateOf } from '../harness/acceptance.mjs';
import { chromiumPath, chromiumVersion } from '../harness/chromium.mjs';
import { assertRefused, send } from '../harness/raw.mjs';
import { loggedIn } from '../harness/state.mjs';

const OLDER = '100.0.4896.75';
const NEWER = chromiumVersion();
const valise = acceptance();
const folder = await mkdtemp(join(tmpdir(), 'valise-older-'));
after(() => rm(folder, { recursive: true, force: true }));

async function olderChromium() {
  const path = join(folder, 'chromium');
  const version = `case " $* " in *" --version "*) echo "Chromium ${OLDER}"; exit 0;; esac`;
  await writeFile(path, `#!/bin/sh\n${version}\nexec '${chromiumPath()}' "$@"\n`);
  await chmod(path, 0o755);
  return path;
}

test('a profile of a newer Chromium is refused, with both versions, and stays intact', async () => {
  const { profile, user } = await profileWithLogin(valise, 'from-the-future');

  await restart(valise, { VALISE_CHROMIUM: await olderChromium() });
  const wish = { profile: { id: profile.id } };
  const answer = await send(valise.server, 'POST /browsers', wish);
  assert.ok([400, 409].includes(answer.status), answer.text);
  assertRefused(answer, answer.status);
  assert.equal(answer.headers.get('x-should-retry'), 'false');
  for (const version of [OLDER, NEWER]) {
    const major = version.split('.')[0];
    assert.match(answer.json.message, new RegExp(`\\b${major}\\b`));
  }
  assert.deepEqual((await send(valise.server, 'GET /browsers')).json, []);

  await restart(valise, { VALISE_CHROMIUM: chromiumPath() });
  assert.deepEqual(await stateOf(valise, { id: profile.id }), loggedIn(user));
});
