import { chmod, readFile, readlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumPath } from '../clients/harness/chromium.mjs';
import { browsersBelow } from '../clients/harness/processes.mjs';
import { startServer } from '../clients/harness/server.mjs';
import { ValiseApi } from './valise.mjs';

/**
 * The flags with which Valise starts a Chromium: a server of its own starts one through a script
 * that writes them down. They cannot be read from the process, whose command line Chromium soon
 * rewrites without the borders between them.
 *
 * @param {string} scratch folder for the script
 * @returns {Promise<string[]>}
 */
export async function flagsOfValise(scratch) {
  return (await recorded(scratch)).flags;
}

/**
 * All that Valise gives to a Chromium without a room. Linux only.
 *
 * @param {string} scratch folder for the script, which `user` may write
 * @param {{uid?: number, gid?: number}} user whose process the server is
 * @returns {Promise<{executable: string, flags: string[], env: Record<string, string>}>} executable
 *     is the program behind a distribution's script
 */
export function launchOfValise(scratch, user) {
  const executableOf = (server) => readlink(`/proc/${browsersBelow(server.pid)[0].pid}/exe`);
  return recorded(scratch, user, executableOf);
}

async function recorded(scratch, user = {}, executableOf = chromiumPath) {
  const script = join(scratch, 'chromium');
  const record = join(scratch, 'flags');
  const environment = join(scratch, 'environment');
  await writeFile(
    script,
    `#!/bin/sh
case "$1" in --version) ;; *) printf '%s\\0' "$@" >'${record}'; env -0 >'${environment}' ;; esac
exec '${chromiumPath()}' "$@"
`,
  );
  await chmod(script, 0o755);
  const server = await startServer({ VALISE_CHROMIUM: script, VALISE_ISOLATION: 'off' }, user);
  try {
    const api = new ValiseApi(server);
    const browser = await api.start();
    const executable = await executableOf(server);
    await api.end(browser);
    const [flags, variables] = await Promise.all([record, environment].map(entries));
    return { executable, flags, env: Object.fromEntries(variables.map(variable)) };
  } finally {
    await server.dispose();
  }
}

/** Of a file that ends each with a zero byte. */
const entries = async (file) => (await readFile(file, 'utf8')).split('\0').slice(0, -1);

function variable(text) {
  const equals = text.indexOf('=');
  return [text.slice(0, equals), text.slice(equals + 1)];
}
