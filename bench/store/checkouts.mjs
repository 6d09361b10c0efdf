import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { settle } from './command.mjs';
import { copyTree, requireSame, setAside } from './tree.mjs';
import { Valise } from './tools/valise.mjs';

/**
 * What only Valise has: checkouts into the folder of an earlier one.
 *
 * @param {Valise} valise with the profile's state A as version 1
 * @returns {Promise<{warm: number, back: number}>} milliseconds
 */
export async function checkoutsOver(valise, corpus, changes, scratch) {
  const folder = join(scratch, 'checkout');
  await setAside(folder);
  await valise.checkOut(folder, 1);
  await valise.tidy(folder);
  await settle(scratch);
  const warm = await valise.checkOut(folder, 1);
  await requireSame(folder, corpus.a, 'the warm checkout');
  await changes.apply(folder);
  await settle(scratch);
  const back = await valise.checkOut(folder, 1);
  await requireSame(folder, corpus.a, 'the checkout after a session');
  await setAside(folder);
  return { warm, back };
}

/**
 * The first save of a process that has just been started, once it has warmed up: a server does that
 * at its start, for about a second, and before its first save a browser has to start and to end.
 *
 * @returns {Promise<{first: number, whole: number}>} milliseconds: of the call, and from the start
 *     of the process, with a new catalog, until it is over
 */
export async function freshProcess(corpus, scratch) {
  const folder = join(scratch, 'fresh');
  await setAside(folder);
  await mkdir(folder);
  await copyTree(corpus.a, join(folder, 'work'));
  const begun = performance.now();
  const valise = new Valise();
  await valise.begin(folder);
  await valise.ready();
  const first = await valise.save(join(folder, 'work'));
  const whole = performance.now() - begun;
  await valise.end();
  await setAside(folder);
  return { first, whole };
}
