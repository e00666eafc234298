import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What a browser fetches before the admin shows anything, in bytes of gzip. */
export interface FirstLoad {
  /** The entry of the page and all that it imports at once. */
  readonly eager: number;
  /** Our English messages, which Strapi asks for at its start; 0 where we are not. */
  readonly english: number;
}

/** Stands in our English messages and nowhere else. */
const OURS = 'Your role may not see linkbacks.';

/** Where `strapi build` puts the admin of a project in JavaScript, and of one in TypeScript. */
const buildOf = (dir: string): string => {
  const build = [join(dir, 'build'), join(dir, 'dist', 'build')].find((path) =>
    existsSync(join(path, 'index.html'))
  );
  if (build) return build;
  throw new Error(`There is no built admin in ${dir}`);
};

/** Files that a module imports at once; `import("…")` is fetched later. */
const importsOf = (code: string): string[] =>
  [...code.matchAll(/(?:\bfrom|\bimport)\s*["']\.\/([^"']+\.js)["']/g)].map(([, name]) => name ?? '');

const scriptsOf = (html: string): string[] =>
  [...html.matchAll(/(?:src|href)="[^"]*?([^"/]+\.js)"/g)].map(([, name]) => name ?? '');

/** Measures the admin that was just built in the folder of a project. */
export const firstLoadOf = (dir: string): FirstLoad => {
  const build = buildOf(dir);
  const read = (name: string): string => readFileSync(join(build, name), 'utf8');
  const size = (name: string): number => gzipSync(readFileSync(join(build, name))).length;

  const eager = new Set<string>();
  const queue = scriptsOf(read('index.html'));
  if (queue.length === 0) throw new Error(`${build}/index.html loads no script`);
  for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
    if (eager.has(name)) continue;
    eager.add(name);
    queue.push(...importsOf(read(name)));
  }
  const english = readdirSync(build)
    .map((name) => basename(name))
    .filter((name) => name.endsWith('.js') && !eager.has(name) && read(name).includes(OURS));
  const sum = (names: Iterable<string>): number => [...names].reduce((total, name) => total + size(name), 0);
  return { eager: sum(eager), english: sum(english) };
};
