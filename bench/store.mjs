import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from './machine.mjs';
import { count } from './options.mjs';
import { bars } from './store/bars.mjs';
import { Changes } from './store/changes.mjs';
import { checkoutsOver, freshProcess } from './store/checkouts.mjs';
import { corpusIn } from './store/corpus.mjs';
import { programVersions } from './store/programs.mjs';
import * as report from './store/report.mjs';
import { Rounds } from './store/rounds.mjs';
import { scale } from './store/scale.mjs';
import { scratchFolder } from './store/scratch.mjs';
import { Borg } from './store/tools/borg.mjs';
import { Casync } from './store/tools/casync.mjs';
import { Copy } from './store/tools/copy.mjs';
import { Restic } from './store/tools/restic.mjs';
import { tarGzip, tarZstd } from './store/tools/tar.mjs';
import { Valise } from './store/tools/valise.mjs';
import { bytesOf, filesOf } from './store/tree.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    'warm-up': { type: 'string', default: '5' },
    corpus: { type: 'string' },
    'without-scale': { type: 'boolean', default: false },
  },
});
const rounds = count(options, 'rounds', 1);
const warmUpRounds = count(options, 'warm-up', 0);

/** Rounds of Valise alone first, thrown away: a server runs for days, the others start each time. */
async function measure(valise, corpus, changes, scratch) {
  const others = [tarGzip(), tarZstd(), new Restic(), new Borg(), new Casync(), new Copy()];
  const warmUp = new Rounds([valise], corpus, changes, scratch);
  const measured = new Rounds([valise, ...others], corpus, changes, scratch);
  const own = { warm: [], back: [], fresh: [], whole: [] };
  for (let round = 1 - warmUpRounds; round <= rounds; round++) {
    await (round > 0 ? measured : warmUp).round();
    const { warm, back } = await checkoutsOver(valise, corpus, changes, scratch);
    if (round > 0) {
      const { first, whole } = await freshProcess(corpus, scratch);
      own.warm.push(warm);
      own.back.push(back);
      own.fresh.push(first);
      own.whole.push(whole);
    }
    process.stderr.write('.');
  }
  process.stderr.write('\n');
  return { figures: measured.figures, own };
}

const scratch = scratchFolder();
console.log(`${machine()}\n${programVersions()}`);
const corpus = await corpusIn(options.corpus ?? join(scratch, 'corpus'));
const changes = await Changes.between(corpus.a, corpus.b);
const size = { files: (await filesOf(corpus.a)).size, bytes: await bytesOf(corpus.a) };
console.log(report.corpusLines(size, changes.figures()));
const valise = new Valise();
const { figures, own } = await measure(valise, corpus, changes, scratch);
await valise.end();
console.log(`\nmedian (quartiles) of ${rounds} rounds, all tools in turn\n`);
console.log(
  `${report.timesTable(figures)}\n\n${report.bytesTable(figures)}\n\n${report.ownTable(own)}`,
);
const sizes = options['without-scale'] ? [] : await scale(corpus, changes, scratch, rounds);
if (sizes.length > 0) console.log(`\n${report.scaleTable(sizes)}`);
console.log(`\n${report.barsTable(bars(figures, changes.figures().compressedBytes, own, sizes))}`);
