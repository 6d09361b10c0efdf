import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { bytes, text } from './content.mjs';
import { newsOf, planOf } from './plan.mjs';

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

const client = (name) => readFileSync(new URL(`client/${name}`, import.meta.url), 'utf8');

/**
 * Many sites on one port of loopback: Chromium resolves *.localhost by itself, takes each name for
 * an origin of its own, and all of them for secure.
 *
 * Everything is sent without a content coding: caches then hold text that compresses and pictures
 * that do not, about as much of each.
 *
 * @returns {Promise<{origin: (number: number) => string, close: () => Promise<void>}>}
 */
export async function startWeb() {
  const visits = new Map();
  const server = createServer((request, response) => {
    const number = Number(/^site(\d+)\.localhost/.exec(request.headers.host)?.[1]);
    if (request.url === '/') visits.set(number, (visits.get(number) ?? 0) + 1);
    const { status = 200, headers = {}, body } = answer(number, request.url, visits.get(number));
    response.writeHead(status, { 'content-length': body.length, ...headers }).end(body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    origin: (number) => `http://site${String(number).padStart(2, '0')}.localhost:${port}`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function answer(number, path, visit) {
  const plan = planOf(number);
  if (path === '/') {
    return {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-cache',
        'set-cookie': cookies(number, visit),
      },
      body: page(number, plan),
    };
  }
  if (path === '/worker.js') {
    return { headers: { 'content-type': 'text/javascript' }, body: worker(plan) };
  }
  const news = /^\/news\/(\d+)\//.exec(path);
  const known = news ? newsOf(number, Number(news[1])) : plan.resources;
  const resource = known.find((candidate) => candidate.path === path);
  if (!resource) return { status: 404, body: '' };
  const { kind, type, size, seed } = resource;
  return {
    headers: {
      'content-type': type,
      'cache-control': `public, max-age=${ONE_YEAR_SECONDS}, immutable`,
    },
    body: kind === 'webp' ? bytes(size, seed) : text(kind, size, seed),
  };
}

/** A login that lasts, one for this session, and what measures visitors. */
function cookies(number, visit) {
  const lasting = `Path=/; SameSite=Lax; Max-Age=${ONE_YEAR_SECONDS}`;
  const token = bytes(24, 100 * number + visit).toString('hex');
  return [
    `session=${token}; Path=/; HttpOnly; SameSite=Lax`,
    `remember=${bytes(32, number).toString('hex')}; HttpOnly; ${lasting}`,
    `seen=${visit}.${Date.now()}; ${lasting}`,
    `consent=all; ${lasting}`,
  ];
}

function page(number, plan) {
  const links = plan.resources.map(({ kind, path }) => {
    if (kind === 'js') return `<script src="${path}"></script>`;
    return kind === 'css' ? `<link rel="stylesheet" href="${path}">` : '';
  });
  const head =
    `<!doctype html><title>Site ${number}</title><link rel="icon" href="data:,">` +
    `<script>const PLAN = ${JSON.stringify(plan)};\n${client('page.js')}</script>${links.join('')}`;
  const filler = text('html', plan.page, number).toString('latin1');
  return Buffer.from(`${head}${filler}`);
}

const worker = (plan) => {
  const offline = plan.resources.filter((resource) => resource.offline).map(({ path }) => path);
  return Buffer.from(`const OFFLINE = ${JSON.stringify(offline)};\n${client('worker.js')}`);
};
