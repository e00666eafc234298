import { fork, type ChildProcess, type Serializable } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { keyOf } from './peers';

/** One life of the sending process, from its start to its death. Times as in {@link Arrival}. */
export interface Life {
  /** Resolves when the HTTP server listens; throws when the process ends of itself before. */
  readonly listening: Promise<void>;
  /** Keys of the pings whose end it said was in the database. */
  readonly recorded: ReadonlySet<string>;
  /** Slugs that it said were published; true: a life before had done it. */
  readonly published: ReadonlyMap<string, boolean>;
  /** When it was killed; null: not at all. */
  readonly killedAt: number | null;
  /** Throws, with what it printed, when the process has ended without being told. */
  check(): void;
  send(message: Serializable): void;
  /** SIGKILL. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Lets it end in peace. */
  stop(): Promise<void>;
}

type Message =
  | { kind: 'listening' }
  | { kind: 'published'; slug: string; already: boolean }
  | { kind: 'recorded'; source: string; target: string };

/** Characters of the output that are kept. */
const OUTPUT = 8_000;
const alive = new Set<ChildProcess>();

/** Ends every process that is still there, however the test went. */
export const killAll = (): void => alive.forEach((child) => child.kill('SIGKILL'));
process.once('exit', killAll);

/** Starts the runner. `env`: the database, and LINKBACKS_TEST_CONFIG. */
export const startLife = (o: { dir: string; env: Readonly<Record<string, string>> }): Life => {
  const child = fork(join(import.meta.dirname, 'runner.js'), [o.dir], {
    env: { ...process.env, ...o.env, NODE_ENV: 'test', STRAPI_TELEMETRY_DISABLED: 'true' },
    execArgv: [],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  alive.add(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (text: Buffer) => (output = `${output}${text.toString()}`.slice(-OUTPUT)));

  const recorded = new Set<string>();
  const published = new Map<string, boolean>();
  let killedAt: number | null = null;
  let told = false;
  const ended = once(child, 'exit').then(() => {
    alive.delete(child);
  });
  const isGone = (): boolean => child.exitCode !== null || child.signalCode !== null;
  const check = (): void => {
    if (isGone() && !told) throw new Error(`The process ended of itself:\n${output}`);
  };
  const listening = new Promise<void>((resolve, reject) => {
    child.on('message', (message: Message) => {
      if (message.kind === 'listening') resolve();
      else if (message.kind === 'published') published.set(message.slug, message.already);
      else recorded.add(keyOf(message.source, message.target));
    });
    void ended.then(() => reject(new Error(`The process ended before it listened:\n${output}`)));
  });
  listening.catch(() => undefined);

  return {
    listening,
    recorded,
    published,
    get killedAt() {
      return killedAt;
    },
    check,
    send: (message) => void child.send(message, () => undefined),
    async kill() {
      check();
      told = true;
      killedAt = Date.now();
      child.kill('SIGKILL');
      await ended;
    },
    async stop() {
      check();
      told = true;
      child.send({ kind: 'stop' });
      await ended;
    },
  };
};
