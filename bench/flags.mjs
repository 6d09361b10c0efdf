import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromiumPath } from '../clients/harness/chromium.mjs';
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
  const script = join(scratch, 'chromium');
  const record = join(scratch, 'flags');
  await writeFile(
    script,
    `#!/bin/sh
case "$1" in --version) ;; *) printf '%s\\0' "$@" >'${record}' ;; esac
exec '${chromiumPath()}' "$@"
`,
  );
  await chmod(script, 0o755);
  const server = await startServer({ VALISE_CHROMIUM: script, VALISE_ISOLATION: 'off' });
  try {
    const api = new ValiseApi(server);
    await api.end(await api.start());
  } finally {
    await server.dispose();
  }
  return (await readFile(record, 'utf8')).split('\0').slice(0, -1);
}
