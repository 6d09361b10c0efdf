import { existsSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import { processTree } from '../../clients/harness/processes.mjs';

const OF_CHROMIUM = ['chrome_crashpad_handler', 'chrome-sandbox', 'nacl_helper'];

/** What is read of each process: shared pages by their share, where the kernel says that. */
export const MEMORY = existsSync('/proc/self/smaps_rollup')
  ? { name: 'PSS', file: 'smaps_rollup', line: /^Pss:\s+(\d+) kB$/m }
  : { name: 'RSS', file: 'status', line: /^VmRSS:\s+(\d+) kB$/m };

/** Undefined for a process that has ended meanwhile. */
function unlessGone(read) {
  try {
    return read();
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'ESRCH') throw error;
    return undefined;
  }
}

/** A name inside a room may differ in its folder, not in its last part. */
function programOf(pid) {
  try {
    return unlessGone(() => basename(readlinkSync(`/proc/${pid}/exe`)));
  } catch (error) {
    // What Chromium's own sandbox holds cannot be looked at by a normal user; what makes rooms can.
    if (error.code !== 'EACCES') throw error;
    return undefined;
  }
}

/**
 * The processes below a server that are not Chromium's.
 *
 * @param {number} server pid
 * @param {string} executable path of the Chromium
 * @returns {{megabytes: number, programs: string[]}} of 10^6 bytes
 */
export function helpersBelow(server, executable) {
  const ofChromium = new Set([basename(executable), ...OF_CHROMIUM]);
  const programs = [];
  let kibibytes = 0;
  for (const { pid } of processTree(server).slice(1)) {
    const program = programOf(pid);
    if (program === undefined || ofChromium.has(program)) continue;
    const text = unlessGone(() => readFileSync(`/proc/${pid}/${MEMORY.file}`, 'utf8'));
    const resident = text?.match(MEMORY.line);
    if (!resident) continue;
    programs.push(program);
    kibibytes += Number(resident[1]);
  }
  return { megabytes: (kibibytes * 1024) / 1e6, programs: programs.sort() };
}
