import { cpus, loadavg, release, totalmem } from 'node:os';
import { chromiumVersion } from '../clients/harness/chromium.mjs';

/** What figures of this machine have to be read with. */
export function machine() {
  const processors = cpus();
  return [
    `${processors.length} x ${processors[0].model}, ${(totalmem() / 2 ** 30).toFixed(0)} GB`,
    `Linux ${release()}, Node ${process.version}, Chromium ${chromiumVersion()}`,
    `load average at the start: ${loadavg()
      .map((load) => load.toFixed(1))
      .join(' ')}`,
  ].join('\n');
}
