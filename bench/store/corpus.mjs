import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { browse } from './browsing.mjs';
import { copyTree, removeTree } from './tree.mjs';
import { startWeb } from './web.mjs';

export const SITES = 40;
const SITES_OF_A_SESSION = 10;

/** The two that the last session visits again. */
const TOUCHED = [7, 23];

/** Of a browser that runs; Valise's presets leave it out, and the others shall not carry it. */
const TRANSIENT = ['SingletonLock', 'SingletonCookie', 'SingletonSocket', 'DevToolsActivePort'];

/**
 * A profile that Chromium made, before (`a`) and after (`b`) a session that touched two of its
 * sites. Each site has been visited twice before, because Chromium compiles the scripts of a site at
 * its second visit, and keeps what it compiled: a first return would bring megabytes of that.
 *
 * @param {string} folder in which it is made, unless an earlier run did
 * @returns {Promise<{a: string, b: string}>}
 */
export async function corpusIn(folder) {
  const [a, b] = [join(folder, 'A'), join(folder, 'B')];
  if (existsSync(a) && existsSync(b)) return { a, b };
  await mkdir(folder, { recursive: true });
  const live = join(folder, 'live');
  await removeTree(live);
  await mkdir(live);
  const web = await startWeb();
  try {
    for (const visit of [1, 2]) {
      for (let first = 0; first < SITES; first += SITES_OF_A_SESSION) {
        const sites = Array.from({ length: SITES_OF_A_SESSION }, (_, i) => first + i);
        await browse(web, live, sites, visit);
        process.stderr.write('.');
      }
    }
    await keep(live, a);
    await browse(web, live, TOUCHED, 3);
    await keep(live, b);
  } finally {
    await web.close();
    process.stderr.write('\n');
  }
  await removeTree(live);
  return { a, b };
}

async function keep(live, folder) {
  for (const name of TRANSIENT) await rm(join(live, name), { force: true });
  await copyTree(live, folder);
}
