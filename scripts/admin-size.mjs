#!/usr/bin/env node
/**
 * How much the admin's first load grows with the plugin: its entry, all that this imports at once, and the English
 * messages, which Strapi asks for at its start. Fails above the bar. Needs `npm run build` first.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const BAR = 20_000;
const admin = fileURLToPath(new URL('../dist/admin', import.meta.url));

/** Own files that a module imports at once; `import('…')` is fetched later. */
const importsOf = (file) =>
  [
    ...readFileSync(file, 'utf8').matchAll(
      /(?:^|[;\n])\s*(?:import|export)\b[^'"();]*['"](\.{1,2}\/[^'"]+)['"]/g
    ),
  ].map(([, path]) => join(dirname(file), path));

const closureOf = (entry) => {
  const seen = new Set();
  for (const queue = [entry]; queue.length > 0;) {
    const file = queue.pop();
    if (seen.has(file)) continue;
    seen.add(file);
    queue.push(...importsOf(file));
  }
  return [...seen];
};

const english = readdirSync(admin)
  .filter((name) => /^en-.*\.mjs$/.test(name))
  .map((name) => join(admin, name));
if (english.length !== 1)
  throw new Error(`Not one file of English messages in ${admin}, but ${english.length}`);

const sizes = [...closureOf(join(admin, 'index.mjs')), ...english].map((file) => ({
  name: file.slice(admin.length + 1),
  bytes: gzipSync(readFileSync(file)).length,
}));
const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
for (const { name, bytes } of sizes) console.log(`${String(bytes).padStart(7)}  ${name}`);
console.log(`${String(total).padStart(7)}  bytes of gzip at the admin's first load; the bar is ${BAR}`);
process.exitCode = total <= BAR ? 0 : 1;
