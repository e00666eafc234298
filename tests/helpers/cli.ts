import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { freePort } from './ports';

/** A Strapi project whose commands are run. */
export interface CliProject {
  readonly dir: string;
  readonly env: NodeJS.ProcessEnv;
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const PASSWORD = 'Linkbacks1';
const EMAIL = '--email=cli@example.com';

/**
 * Every command of the Strapi CLI that loads a project and comes to an end without a person, in an order in which each finds
 * what it needs. The first word is the command.
 */
export const COMMANDS: readonly string[][] = [
  ['version'],
  ['report', '--all'],
  ['components:list'],
  ['content-types:list'],
  ['controllers:list'],
  ['hooks:list'],
  ['middlewares:list'],
  ['policies:list'],
  ['services:list'],
  ['routes:list'],
  ['ts:generate-types', '--silent'],
  ['openapi', 'generate', '--output', 'openapi.json'],
  ['admin:create-user', EMAIL, `--password=${PASSWORD}`, '--firstname=Cli'],
  // The last one with all rights cannot be deleted.
  ['admin:create-user', '--email=other@example.com', `--password=${PASSWORD}`, '--firstname=Other'],
  ['admin:list-users'],
  ['admin:block-user', EMAIL, '--block=true'],
  ['admin:active-user', EMAIL, '--active=true'],
  ['admin:reset-user-password', EMAIL, `--password=${PASSWORD}2`],
  ['admin:delete-user', EMAIL],
  ['configuration:dump', '--file=dump.json'],
  ['configuration:restore', '--file=dump.json'],
  ['console'],
  ['export', '--no-encrypt', '--no-compress', '--file=export'],
  ['import', '--force', '--file=export.tar'],
  // Nothing listens there: it ends with the same refusal with the plugin and without.
  ['transfer', '--force', '--to=http://127.0.0.1:1/admin', '--to-token=none'],
  ['templates:generate', 'template'],
  ['start'],
];

/** Commands that are left out, and why. */
export const LEFT_OUT: Readonly<Record<string, string>> = {
  build: 'tests/pack runs it',
  develop: 'builds the admin; the server that it forks is the one of `start`',
  generate: 'asks a person, and loads no project',
  help: 'loads no project',
  cloud: 'talks to Strapi Cloud',
  'telemetry:disable': 'talks to Strapi, and loads no project',
  'telemetry:enable': 'talks to Strapi, and loads no project',
};

/** Returns the names of the commands that `strapi --help` lists. Those of the cloud count as one. */
export const listedCommands = async (project: CliProject): Promise<string[]> => {
  const { stdout } = await runCli(project, ['--help']);
  const listed = stdout.slice(stdout.indexOf('Commands:'));
  const names = [...listed.matchAll(/^ {2}([a-z:-]+)/gm)].map(([, name = '']) =>
    name.replace(/^cloud:.*/, 'cloud')
  );
  return [...new Set(names)];
};

/** Runs one command to its end. What goes on by itself (`start`) is sent SIGTERM when it listens. */
export const runCli = async ({ dir, env }: CliProject, args: readonly string[]): Promise<CliResult> => {
  const bin = createRequire(join(dir, 'package.json')).resolve('@strapi/strapi/package.json');
  const child = spawn(process.execPath, [join(bin, '..', 'bin', 'strapi.js'), ...args], {
    cwd: dir,
    env: { ...env, HOST: '127.0.0.1', PORT: String(await freePort()) },
  });
  let stdout = '';
  let stderr = '';
  let isAsked = false;
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
    if (isAsked || args[0] !== 'start' || !stdout.includes('started successfully')) return;
    isAsked = true;
    child.kill('SIGTERM');
  });
  child.stdin.end(args[0] === 'console' ? '.exit\n' : '');
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, stdout, stderr };
};
