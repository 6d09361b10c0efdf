import assert from 'node:assert/strict';
import test from 'node:test';
import { acceptance } from '../harness/acceptance.mjs';
import { processTree } from '../harness/processes.mjs';
import { send } from '../harness/raw.mjs';
import { spawnServer } from '../harness/server.mjs';

const valise = acceptance();

test('a second server on the same data folder ends and names the holding process', async () => {
  const second = spawnServer(valise.server.data);
  const { code } = await second.exited;
  assert.ok(code > 0, `exit code ${code}: ${second.output()}`);
  const named = second.output().match(/\d+/g)?.map(Number) ?? [];
  const holders = processTree(valise.server.pid).map(({ pid }) => pid);
  assert.ok(
    named.some((number) => holders.includes(number)),
    `none of ${holders} in: ${second.output()}`,
  );
  assert.equal((await send(valise.server, 'GET /profiles')).status, 200);
});
