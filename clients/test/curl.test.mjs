import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import test from 'node:test';
import { promisify } from 'node:util';
import { acceptance } from '../harness/acceptance.mjs';

const valise = acceptance();

/** One request with curl, as it stands in the documentation of many services. */
async function curl(path, ...args) {
  const key = `Authorization: Bearer ${valise.server.apiKey}`;
  const { stdout } = await promisify(execFile)('curl', [
    ...['--silent', '--show-error', '--include', '--noproxy', '*', '--header', key],
    ...args,
    valise.server.url + path,
  ]);
  const [head, body] = stdout.split('\r\n\r\n');
  const [statusLine, ...lines] = head.split('\r\n');
  const headers = Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
    }),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body };
}

const json = (value) => [
  ...['--header', 'Content-Type: application/json'],
  ...['--data', JSON.stringify(value)],
];

test('status lines and headers, as curl sees them', async () => {
  const created = await curl('/profiles', ...json({ name: 'by-curl' }));
  assert.equal(created.status, 201);
  assert.match(created.headers['content-type'], /^application\/json/);
  assert.equal(JSON.parse(created.body).name, 'by-curl');

  const conflict = await curl('/profiles', ...json({ name: 'by-curl' }));
  assert.equal(conflict.status, 409);
  assert.equal(conflict.headers['x-should-retry'], 'false');
  assert.deepEqual(Object.keys(JSON.parse(conflict.body)).slice(0, 2), ['code', 'message']);

  const listed = await curl('/profiles');
  assert.equal(listed.headers['x-has-more'], 'false');
  assert.equal(JSON.parse(listed.body).length, 1);

  const empty = await curl('/profiles/by-curl/download');
  assert.deepEqual([empty.status, empty.body], [202, '']);

  const started = await curl('/browsers', ...json({ profile: 'by-curl' }));
  assert.equal(started.status, 200);
  const { session_id: session } = JSON.parse(started.body);
  const ended = await curl(`/browsers/${session}`, '--request', 'DELETE');
  assert.deepEqual([ended.status, ended.body], [204, '']);

  const removed = await curl('/profiles/by-curl', '--request', 'DELETE');
  assert.deepEqual([removed.status, removed.body], [204, '']);
});
