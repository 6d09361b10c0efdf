import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';

const ONE_YEAR_SECONDS = 365 * 24 * 3600;

const LOGIN_PAGE = `<!doctype html><title>Log in</title>
<form method="post" action="/login"><input name="user"><button>Log in</button></form>`;

const WELCOME_PAGE = `<!doctype html><title>Welcome</title><script type="module">
  const user = new URLSearchParams(location.search).get('user');
  localStorage.setItem('user', user);
  const open = indexedDB.open('account', 1);
  open.onupgradeneeded = () => open.result.createObjectStore('records');
  open.onsuccess = () => {
    const write = open.result.transaction('records', 'readwrite');
    write.objectStore('records').put(user, 'user');
    write.oncomplete = () => { document.body.dataset.ready = ''; };
  };
</script><body>Welcome`;

// databases() first: open() would create what it does not find, and a look must leave no trace.
const statePage = (cookies) => `<!doctype html><title>State</title><pre id="state"></pre>
<script type="module">
  async function record() {
    if (!(await indexedDB.databases()).some(({ name }) => name === 'account')) return null;
    return new Promise((resolve, reject) => {
      const open = indexedDB.open('account', 1);
      open.onerror = () => reject(open.error);
      open.onsuccess = () => {
        const read = open.result.transaction('records').objectStore('records').get('user');
        read.onerror = () => reject(read.error);
        read.onsuccess = () => resolve(read.result ?? null);
      };
    });
  }
  const shown = document.getElementById('state');
  shown.textContent = JSON.stringify({
    ...${JSON.stringify(cookies)},
    localStorage: localStorage.getItem('user'),
    indexedDB: await record(),
  });
  shown.dataset.ready = '';
</script>`;

function cookiesOf(request) {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim().split('='));
  return Object.fromEntries(pairs);
}

async function bodyOf(request) {
  let body = '';
  for await (const chunk of request) body += chunk;
  return body;
}

/**
 * A site with a login whose state lies in four places: a cookie without expiry, a cookie with one
 * (both HttpOnly and opaque: only this site can say whose they are), localStorage and IndexedDB.
 *
 * The host is a subdomain of localhost: Chromium resolves it to loopback by itself and treats it as
 * a secure context.
 *
 * @returns {Promise<{loginUrl: string, stateUrl: string, close: () => Promise<void>}>}
 */
export async function startSite() {
  const users = new Map();
  const issue = (user) => {
    const token = randomBytes(16).toString('hex');
    users.set(token, user);
    return token;
  };
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const html = (page) =>
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(page);
    if (request.method === 'POST' && pathname === '/login') {
      const user = new URLSearchParams(await bodyOf(request)).get('user');
      response
        .writeHead(303, {
          location: `/welcome?user=${encodeURIComponent(user)}`,
          'set-cookie': [
            `session=${issue(user)}; Path=/; HttpOnly; SameSite=Lax`,
            `remember=${issue(user)}; Path=/; HttpOnly; SameSite=Lax; Max-Age=${ONE_YEAR_SECONDS}`,
          ],
        })
        .end();
    } else if (pathname === '/login') {
      html(LOGIN_PAGE);
    } else if (pathname === '/welcome') {
      html(WELCOME_PAGE);
    } else if (pathname === '/') {
      const { session, remember } = cookiesOf(request);
      const owner = (token) => users.get(token) ?? null;
      html(statePage({ sessionCookie: owner(session), persistentCookie: owner(remember) }));
    } else {
      response.writeHead(404).end();
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://login.localhost:${server.address().port}`;
  return {
    loginUrl: `${origin}/login`,
    stateUrl: `${origin}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
