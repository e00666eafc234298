import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { copyApp } from '../helpers/app-dir';
import { COMMANDS, LEFT_OUT, listedCommands, runCli, type CliProject, type CliResult } from '../helpers/cli';
import { defaultConfig } from '../helpers/config';

/** Two projects that differ in the plugin only, each on a database of its own. */
const projectWith = (enabled: boolean): CliProject => {
  const dir = copyApp();
  const plugin = join(dir, 'plugin.js');
  const config = defaultConfig('https://example.com');
  writeFileSync(plugin, `module.exports = ${JSON.stringify({ enabled, config })};`);
  return {
    dir,
    env: {
      ...process.env,
      DATABASE_CLIENT: 'sqlite',
      DATABASE_FILENAME: join(dir, 'data.db'),
      LINKBACKS_TEST_CONFIG: plugin,
      STRAPI_TELEMETRY_DISABLED: 'true',
      NODE_ENV: 'production',
    },
  };
};

/** Standard error without what differs from run to run: the folder, and how much went how fast. */
const said = ({ stderr }: CliResult, { dir }: CliProject): string =>
  stderr
    .replaceAll(dir, 'DIR')
    .replace(/[\d.]+/g, 'N')
    .replace(/transferred .*/g, 'transferred');

describe('the commands of the Strapi CLI', () => {
  let on: CliProject, off: CliProject;
  beforeAll(() => {
    on = projectWith(true);
    off = projectWith(false);
  });
  afterAll(() => [on, off].forEach(({ dir }) => rmSync(dir, { recursive: true, force: true })));

  it('are all known here', async () => {
    const known = [...COMMANDS.map(([name]) => name), ...Object.keys(LEFT_OUT)];

    expect((await listedCommands(on)).filter((name) => !known.includes(name))).toEqual([]);
  });

  it.each(COMMANDS.map((args) => [args.join(' '), args] as const))(
    'end with the plugin as they do without: %s',
    async (_what, args) => {
      const [withPlugin, without] = await Promise.all([runCli(on, args), runCli(off, args)]);

      expect(said(withPlugin, on)).toBe(said(without, off));
      expect(withPlugin.code).toBe(without.code);
      expect(withPlugin.stdout).not.toMatch(/\berror\b.*linkback|linkback.*\berror\b/i);
    }
  );
});
