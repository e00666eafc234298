#!/usr/bin/env node
/**
 * `npm run bench`: how fast, as ratios measured in one run. `-- --only sending` runs one part, `-- --without-wordpress`
 * leaves WordPress out, `-- --out FILE` says where the figures go as JSON.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { prepare } from './lib/prepare.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    'without-wordpress': { type: 'boolean', default: false },
    out: { type: 'string', default: join(root, 'tests', '.state', 'bench.json') },
  },
});

const say = (text) => console.log(`  … ${text}`);

const load = async () => {
  const { sending } = await import('../tests/bench/sending.mjs');
  const { publishing } = await import('../tests/bench/publishing.mjs');
  const { memory } = await import('../tests/bench/memory.mjs');
  const { receiving } = await import('../tests/bench/receiving/receiving.mjs');
  const { lists } = await import('../tests/bench/lists.mjs');
  const { receivingMemory } = await import('../tests/bench/receiving/memory.mjs');
  return { sending, publishing, memory, receiving, lists, 'receiving-memory': receivingMemory };
};

const figure = (name, value) => {
  if (name === 'ratio') return `× ${value.toFixed(2)}`;
  if (name === 'p95Ratio') return `(× ${value.toFixed(3)})`;
  if (name === 'cpu') return `cpu ${value.toFixed(2)} ms`;
  if (name === 'perSecond') return `${Math.round(value)}/s`;
  if (name === 'p50' || name === 'p95') return `${name} ${value.toFixed(1)} ms`;
  if (name === 'peak' || name === 'after') return `${value.toFixed(0)} MB`;
  return `${Math.round(value * 10) / 10} ms`;
};

const barText = (bar) => {
  if (typeof bar === 'string') return bar;
  return bar < 10 ? `× ${bar}` : `${bar} ms`;
};

const print = (part, rows) => {
  console.log(`\n${part}`);
  for (const { what, bar, ...figures } of rows) {
    const shown = Object.entries(figures).map(([name, value]) => figure(name, value));
    const goal = bar === undefined ? '' : `   (bar: ${barText(bar)})`;
    console.log(`  ${what.padEnd(66)} ${shown.join('  ')}${goal}`);
  }
};

await prepare(root);
const parts = await load();
const wanted = values.only ?? Object.keys(parts);
const unknown = wanted.find((name) => !(name in parts));
if (unknown) throw new Error(`There is no part "${unknown}"; allowed: ${Object.keys(parts).join(', ')}`);

const results = {};
for (const name of wanted)
  results[name] = await parts[name]({ say, wordpress: !values['without-wordpress'] });
for (const [name, rows] of Object.entries(results)) print(name, rows);

const machine = { node: process.version, cpu: cpus()[0]?.model, cores: cpus().length };
mkdirSync(dirname(values.out), { recursive: true });
writeFileSync(values.out, `${JSON.stringify({ machine, results }, null, 2)}\n`);
console.log(`\nAs JSON: ${values.out}`);
process.exit(0);
