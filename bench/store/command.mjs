import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Runs a program to its end.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{cwd?: string, env?: Record<string, string>}} options env is added to this process's
 * @returns {Promise<number>} how long it took, in milliseconds
 */
export async function run(program, args, { cwd, env } = {}) {
  const begun = performance.now();
  const child = spawn(program, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit code ${code}\n${said}`);
  return performance.now() - begun;
}

/** Lets what is in memory reach the disk, so that no measurement pays for the one before. */
export const settle = (folder) => run('sync', ['--file-system', folder]);
