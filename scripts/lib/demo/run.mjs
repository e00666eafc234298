import { createWriteStream, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../commands.mjs';
import { until } from '../services.mjs';
import { fingerprint, isFresh, keepStamp } from '../stamp.mjs';
import { isRunning } from './strapi-admin.mjs';

/**
 * Builds the playground and its admin when they are missing, changed, or made from another build of the plugin.
 *
 * @param {{ settings: import('./settings.mjs').Settings, report: import('../report.mjs').Report,
 *   signal: AbortSignal }} o
 */
export const buildAdmin = async ({ settings, report, signal }) => {
  const { root, playground, files, env } = settings;
  const stampFile = join(playground, '.cache', 'admin-build.json');
  const outputs = [join(playground, 'dist', 'build'), join(playground, 'dist', 'src')];
  const inputs = fingerprint([
    join(root, 'dist', 'admin'),
    join(root, 'package-lock.json'),
    join(playground, 'src'),
    join(playground, 'config'),
    join(playground, 'tsconfig.json'),
    join(playground, 'package.json'),
  ]);
  if (isFresh({ stampFile, inputs, outputs })) return report.done('The playground is built');
  await report.task('Building the playground and its admin (takes a minute or two)', async (say) => {
    await run({
      title: 'strapi build',
      command: process.execPath,
      // It needs 2 GB, more than Node allows itself on a small machine.
      args: ['--max-old-space-size=4096', files.strapiBin, 'build'],
      cwd: playground,
      env,
      signal,
    });
    say('Built the playground');
  });
  keepStamp({ stampFile, inputs, outputs });
};

/** Strapi says a lot: all of it goes to a file, what is wrong to the screen as well. */
const strapiLog = ({ file, report }) => {
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file);
  return (line) => {
    const text = stripVTControlCharacters(line);
    log.write(`${text}\n`);
    if (/^\[[^\]]*\] (warn|error): /.test(text))
      report.line(`    Strapi: ${text.replace(/^\[[^\]]*\] /, '')}`);
  };
};

/**
 * Starts Strapi, the public site and the neighbour, and waits until all three answer.
 *
 * @param {{ settings: import('./settings.mjs').Settings, report: import('../report.mjs').Report,
 *   services: ReturnType<typeof import('../services.mjs').createServices>, signal: AbortSignal }} o
 */
export const startEverything = ({ settings, report, services, signal }) =>
  report.task('Starting Strapi, the public site and the neighbour', async (say) => {
    const { playground, files, env, urls } = settings;
    const announce = (line) => report.line(`    ${line}`);
    services.start({
      name: 'Strapi',
      script: files.strapiBin,
      args: ['start'],
      cwd: playground,
      env,
      onLine: strapiLog({ file: files.strapiLog, report }),
    });
    for (const name of ['site', 'neighbour']) {
      services.start({
        name: name === 'site' ? 'The public site' : 'The neighbour',
        script: join(playground, name, 'start.mjs'),
        cwd: playground,
        env,
        onLine: announce,
      });
    }
    const answers = async (url) => (await fetch(url, { signal: AbortSignal.timeout(5000) })).status < 500;
    await until({
      what: 'The start of Strapi',
      check: () => isRunning({ url: urls.strapi }),
      signal,
      timeout: 300_000,
    });
    for (const url of [urls.site, urls.neighbour]) {
      await until({ what: `An answer of ${url}`, check: () => answers(url), signal, timeout: 120_000 });
    }
    say('Strapi, the public site and the neighbour are running');
  });
