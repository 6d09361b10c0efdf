import { existsSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { run, settle } from './command.mjs';

/**
 * The regular files below a folder.
 *
 * @returns {Promise<Map<string, {size: number, modified: number}>>} by their paths in it; modified
 *     in milliseconds
 */
export async function filesOf(folder) {
  const files = new Map();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath ?? entry.path, entry.name);
    const { size, mtimeMs } = await lstat(path);
    files.set(relative(folder, path), { size, modified: mtimeMs });
  }
  return files;
}

/** The sizes of all files below a folder added up, in bytes. */
export async function bytesOf(folder) {
  let bytes = 0;
  for (const { size } of (await filesOf(folder)).values()) bytes += size;
  return bytes;
}

/** Copies a folder with its times, and returns when the copy is on the disk. */
export async function copyTree(from, to) {
  await setAside(to);
  await run('cp', ['-a', from, to]);
  await settle(to);
}

// Chromium's helper processes may outlive it for a moment and still write.
export const removeTree = (folder) =>
  rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });

let aside = 0;

/**
 * Moves a folder out of the way, where it stays until the bench ends. Not removed: ext4 looks at each
 * inode that was freed within the last minutes before it gives out another one (recently_deleted in
 * fs/ext4/ialloc.c). After the removal of 3000 files the next tool took 2 s longer to make as many.
 */
export async function setAside(folder) {
  if (!existsSync(folder)) return;
  const place = join(dirname(folder), 'aside');
  await mkdir(place, { recursive: true });
  await rename(folder, join(place, String(aside++)));
}

/** Throws unless both folders have the same files with the same bytes. */
export async function requireSame(folder, expected, who) {
  const [these, those] = [await filesOf(folder), await filesOf(expected)];
  for (const path of new Set([...these.keys(), ...those.keys()])) {
    const same =
      these.get(path)?.size === those.get(path)?.size &&
      (await readFile(join(folder, path))).equals(await readFile(join(expected, path)));
    if (!same) throw new Error(`${who} did not give back ${path} as it was`);
  }
}
