import { chown, mkdtemp } from 'node:fs/promises';

// Nobody, on every Linux. The number suffices: neither a home folder nor a shell is needed.
const NOBODY = 65534;

export const isRoot = process.getuid() === 0;

/** The normal user that a process is started as: nobody where this one is root, else the same. */
export const normalUser = isRoot ? { uid: NOBODY, gid: NOBODY } : {};

/** A new folder that is the normal user's. */
export async function folderOfNormalUser(prefix) {
  const folder = await mkdtemp(prefix);
  if (isRoot) await chown(folder, NOBODY, NOBODY);
  return folder;
}
