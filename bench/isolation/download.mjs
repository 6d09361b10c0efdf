import { once } from 'node:events';
import { createServer } from 'node:http';
import { Readable } from 'node:stream';

const MEGABYTES = 200;
const MEGABYTE = Buffer.alloc(1e6, 'x');

function* body() {
  for (let i = 0; i < MEGABYTES; i++) yield MEGABYTE;
}

/** In the page: what comes is counted and dropped. */
const DOWNLOAD = `(async () => {
  const begun = performance.now();
  const reader = (await fetch('/bytes', { cache: 'no-store' })).body.getReader();
  let bytes = 0;
  for (let part; !(part = await reader.read()).done; ) bytes += part.value.length;
  return { bytes, ms: performance.now() - begun };
})()`;

/** A site on loopback with a page and 200 MB in one answer. */
export async function startSource() {
  const server = createServer((request, response) => {
    if (request.url === '/bytes') {
      response.writeHead(200, { 'content-length': MEGABYTES * MEGABYTE.length });
      Readable.from(body()).pipe(response);
    } else {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  return {
    port,
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/**
 * @param {(expression: string) => Promise<any>} evaluate in a page of the site
 * @returns {Promise<number>} MB (10^6 bytes) per second
 */
export async function megabytesPerSecond(evaluate) {
  const { bytes, ms } = await evaluate(DOWNLOAD);
  if (bytes !== MEGABYTES * MEGABYTE.length) throw new Error(`${bytes} bytes came`);
  return bytes / 1000 / ms;
}
