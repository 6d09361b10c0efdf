import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import test, { after } from 'node:test';
import { acceptance, restart } from '../harness/acceptance.mjs';
import { until } from '../harness/poll.mjs';
import { assertRefused, send } from '../harness/raw.mjs';

const SOON_SECONDS = 30;
const valise = acceptance();
const receivers = [];
after(() => receivers.forEach((receiver) => receiver.server.close()));

/** A program that is told of events; `answers` are its statuses, the last one for all that follow. */
async function receive(...answers) {
  const requests = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const part of request) body += part;
    requests.push({ headers: request.headers, body });
    response.writeHead(answers.length > 1 ? answers.shift() : answers[0]).end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const receiver = { server, requests, url: `http://127.0.0.1:${server.address().port}/hook` };
  receivers.push(receiver);
  return receiver;
}

/** What every library of Standard Webhooks does. */
function assertSigned({ headers, body }, secret) {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const { 'webhook-id': id, 'webhook-timestamp': timestamp } = headers;
  assert.ok(Math.abs(Date.now() / 1000 - Number(timestamp)) < 300);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  assert.equal(headers['webhook-signature'], `v1,${signature}`);
}

/** Follows /events until an event of that type; resolves to all that came. */
async function follow(type, headers = {}) {
  const response = await fetch(`${valise.server.url}/events`, {
    headers: {
      authorization: `Bearer ${valise.server.apiKey}`,
      accept: 'text/event-stream',
      ...headers,
    },
  });
  assert.match(response.headers.get('content-type'), /^text\/event-stream/);
  const events = [];
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop();
    for (const block of blocks) {
      const fields = Object.fromEntries(
        block.split('\n').filter((line) => line.includes(': ')).map((line) => line.split(/: (.*)/s)),
      );
      if (!fields.data) continue;
      const event = JSON.parse(fields.data);
      assert.equal(fields.id, String(event.id));
      assert.equal(fields.event, event.type);
      events.push(event);
      // Leaving the loop ends the connection.
      if (event.type === type) return events;
    }
  }
  throw new Error(`the stream ended after ${JSON.stringify(events)}`);
}

test('a stream tells of a session, and goes on behind the last id', async () => {
  const started = follow('session_started');
  const { id } = await valise.kernel.profiles.create({ name: 'told' });
  const browser = await valise.kernel.browsers.create({ profile: { id, save_changes: true } });
  const first = await started;
  assert.deepEqual(first.map(({ type }) => type), ['profile_created', 'session_started']);
  assert.equal(first[1].profile_id, id);
  assert.equal(first[1].detail.session_id, browser.session_id);

  await valise.kernel.browsers.deleteByID(browser.session_id);
  const rest = await follow('session_ended', { 'last-event-id': String(first[1].id) });
  assert.deepEqual(rest.map(({ type }) => type), ['save_finished', 'session_ended']);
  const { data } = await valise.kernel.get('/events', { query: { limit: 100 } }).withResponse();
  assert.deepEqual(data, [...first, ...rest]);
});

test('a webhook gets signed events, again when it did not take one, also after a restart', async () => {
  const receiver = await receive(500, 204);
  const hook = { url: receiver.url, events: ['profile_created'], description: 'test' };
  const { json: created } = await send(valise.server, 'POST /webhooks', hook);
  assert.match(created.secret, /^whsec_/);
  await valise.kernel.profiles.create({ name: 'hooked' });
  await until('a first request', () => receiver.requests.length === 1, SOON_SECONDS);
  await restart(valise);
  await until('a second request', () => receiver.requests.length === 2, SOON_SECONDS);

  for (const request of receiver.requests) assertSigned(request, created.secret);
  const [first, second] = receiver.requests;
  assert.equal(second.headers['webhook-id'], first.headers['webhook-id']);
  assert.equal(second.body, first.body);
  assert.equal(JSON.parse(first.body).detail.name, 'hooked');
  const path = `/webhooks/${created.id}`;
  await until(
    'the delivery',
    async () => {
      const { json } = await send(valise.server, `GET ${path}/deliveries`);
      return json.length === 1 && json[0].state === 'delivered' && json[0].attempts === 2;
    },
    SOON_SECONDS,
  );

  const { json: shown } = await send(valise.server, `GET ${path}`);
  assert.equal(shown.secret, undefined);
  assert.deepEqual((await send(valise.server, 'GET /webhooks')).json, [shown]);
  const changed = await send(valise.server, `PATCH ${path}`, { enabled: false, description: '' });
  assert.equal(changed.json.enabled, false);
  assert.equal(changed.json.description, undefined);
  await valise.kernel.profiles.create({ name: 'unheard' });
  assert.equal((await send(valise.server, `DELETE ${path}`)).status, 204);
  assertRefused(await send(valise.server, `GET ${path}`), 404);
  assert.equal(receiver.requests.length, 2);
});

test('webhooks lead nowhere that the operator has not opened', async () => {
  await restart(valise, { VALISE_ALLOW_LOOPBACK_PORTS: '1' });
  for (const url of [
    'http://127.0.0.1:8080/',
    'http://localhost:8080/',
    'http://[::ffff:7f00:1]:8080/',
    'http://169.254.169.254/latest/meta-data/',
    'http://10.1.0.9/',
    'ftp://hooks.example/',
    'https://user:hunter2@hooks.example/',
    'no url',
  ]) {
    const refused = await send(valise.server, 'POST /webhooks', { url });
    assertRefused(refused, 400);
    assert.doesNotMatch(refused.text, /hunter2/);
  }
  const hook = { url: 'https://hooks.example/', events: ['sesion_started'] };
  assertRefused(await send(valise.server, 'POST /webhooks', hook), 400);
});

test('the SDK is told at once that there is no room for one more browser', async () => {
  await restart(valise, { VALISE_MAX_BROWSERS: '1' });
  const { json: health } = await send(valise.server, 'GET /health');
  assert.equal(health.capacity.max_browsers, 1);
  const browser = await valise.kernel.browsers.create();
  await assert.rejects(valise.kernel.browsers.create(), (error) => {
    assert.equal(error.status, 529);
    assert.equal(error.error.code, 'capacity_exhausted');
    return true;
  });
  assert.equal(valise.sent.filter(({ status }) => status === 529).length, 1);
  await valise.kernel.browsers.deleteByID(browser.session_id);
  await valise.kernel.browsers.deleteByID((await valise.kernel.browsers.create()).session_id);
});
