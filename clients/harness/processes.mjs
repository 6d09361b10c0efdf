import { readdirSync, readFileSync } from 'node:fs';

function processes() {
  const found = [];
  for (const entry of readdirSync('/proc')) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      // The name may itself hold spaces and parentheses; the state follows the last of them.
      const stat = readFileSync(`/proc/${entry}/stat`, 'utf8');
      const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      // Chromium soon writes its command line anew, with spaces instead of the zero bytes.
      const command = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      found.push({ pid: Number(entry), parent: Number(parent), state, command });
    } catch (error) {
      // A process may end between the listing and the reading.
      if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    }
  }
  return found;
}

/**
 * A process and all that descend from it now, zombies left out. Linux only: reads /proc.
 *
 * @param {number} root pid
 * @returns {{pid: number, parent: number, state: string, command: string}[]} the root first
 */
export function processTree(root) {
  const all = processes().filter((process) => process.state !== 'Z');
  const tree = all.filter((process) => process.pid === root);
  for (const member of tree) {
    tree.push(...all.filter((process) => process.parent === member.pid));
  }
  return tree;
}

/** The programs that make the room around a browser, which have its command line in theirs. */
const AROUND = /^\S*\b(setsid|unshare|bwrap|setpriv|sh) /;

/** The main processes of the Chromiums below a process: those that are no one's helper process. */
export function browsersBelow(root) {
  return processTree(root).filter(
    ({ command }) =>
      command.includes(' --user-data-dir=') &&
      !command.includes(' --type=') &&
      !AROUND.test(command),
  );
}
