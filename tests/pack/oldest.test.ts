import { readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMANDS, runCli, type CliResult } from '../helpers/cli';
import { ROOT } from '../helpers/paths';
import { createFreshApp, env, pack, start, type FreshApp, type Packed } from './fresh-app';

/** The lower end of the peer range: what it claims is what is installed here. */
const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  peerDependencies: Record<string, string>;
};
const oldest = /^[\^>=~]*(\d+\.\d+\.\d+)/.exec(peerDependencies['@strapi/strapi'] ?? '')?.[1] ?? 'none';

/** Those that end well in any project. Strapi lists `templates:generate` and then does not know it. */
const ENDING_WELL = COMMANDS.filter(([name]) => name !== 'transfer' && name !== 'templates:generate');

describe(`the packed plugin on the oldest Strapi that it claims, ${oldest}`, () => {
  let packed: Packed;
  let fresh: FreshApp;

  beforeAll(async () => {
    packed = await pack();
    fresh = await createFreshApp({ tarball: packed.tarball, strapi: oldest });
  });
  afterAll(() => {
    fresh?.remove();
    if (packed) rmSync(dirname(packed.tarball), { recursive: true, force: true });
  });

  it('was installed beside just that Strapi', () => {
    const { version } = JSON.parse(
      readFileSync(join(fresh.dir, 'node_modules/@strapi/strapi/package.json'), 'utf8')
    ) as { version: string };

    expect(version).toBe(oldest);
  });

  it('receives, and stops when it is asked to, without an error', async () => {
    const app = await start(fresh);
    const xmlrpc = `${app.url}/api/linkbacks/xmlrpc`;
    const list = `${app.url}/api/linkbacks?target=${encodeURIComponent('https://example.com/blog/none')}`;
    const call = `<methodCall><methodName>system.listMethods</methodName></methodCall>`;
    const headers = { 'content-type': 'text/xml' };

    expect(await (await fetch(xmlrpc, { method: 'POST', headers, body: call })).text()).toContain(
      'pingback.ping'
    );
    expect((await fetch(xmlrpc)).status).toBe(405);
    expect(await (await fetch(list)).json()).toMatchObject({ data: [] });
    expect((await fetch(`${app.url}/api/linkbacks`)).status).toBe(400);
    expect(await app.stop()).toBe(0);
    expect(app.output()).not.toMatch(/error/i);
  });

  it.each(ENDING_WELL.map((args) => [args.join(' '), args] as const))(
    'lets every command end well: %s',
    async (_what, args) => {
      const ended = await runCli({ dir: fresh.dir, env: env() }, args);

      expect(ended, printed(ended)).toMatchObject({ code: 0 });
      expect(printed(ended)).not.toMatch(/\berror\b.*linkback|linkback.*\berror\b/i);
    }
  );
});

const printed = ({ stdout, stderr }: CliResult): string => `${stdout}\n${stderr}`;
