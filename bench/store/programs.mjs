import { execFileSync } from 'node:child_process';

const PROGRAMS = {
  tar: '--version',
  zstd: '--version',
  restic: 'version',
  borg: '--version',
  casync: '--version',
};

const PACKAGES = 'tar, zstd, restic, borgbackup and casync';

/** What is compared with, for example "tar 1.34, zstd 1.5.4"; throws when one is missing. */
export function programVersions() {
  return Object.entries(PROGRAMS)
    .map(([program, argument]) => `${program} ${version(program, argument)}`)
    .join(', ');
}

function version(program, argument) {
  try {
    const said = execFileSync(program, [argument], { encoding: 'utf8' });
    return (said.match(/\d+\.[\d.]+/) ?? said.match(/\d+/))[0];
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
    throw new Error(`${program} is missing; the packages of Debian are ${PACKAGES}`);
  }
}
