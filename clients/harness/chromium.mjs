import { execFileSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

/** The Chromium that Valise would use: VALISE_CHROMIUM, or the first of the usual names on PATH. */
export function chromiumPath() {
  if (process.env.VALISE_CHROMIUM) return process.env.VALISE_CHROMIUM;
  for (const folder of process.env.PATH.split(delimiter)) {
    for (const name of NAMES) {
      const candidate = join(folder, name);
      try {
        accessSync(candidate, constants.X_OK);
        return candidate;
      } catch {
        continue;
      }
    }
  }
  throw new Error(`no Chromium: set VALISE_CHROMIUM or install one of ${NAMES.join(', ')}`);
}

/** For example "156.0.8078.79". */
export function chromiumVersion() {
  const line = execFileSync(chromiumPath(), ['--version'], { encoding: 'utf8', stdio: 'pipe' });
  return line.match(/\d+(\.\d+){3}/)[0];
}

/** What a Chromium without Valise needs to read a profile that was written with Valise. */
export function bareFlags() {
  // v10 cookies: readable without a keyring only with the same password store as at the save.
  const flags = ['--headless=new', '--password-store=basic', '--use-mock-keychain'];
  // Chromium refuses to start as root with its sandbox on.
  return process.getuid() === 0 ? [...flags, '--no-sandbox'] : flags;
}
