import type { HttpClientOptions } from '../../core/http/client';
import type { HttpHop } from '../../core/ports';
import type { PageReader } from '../../core/reading/page-reader';

/** What a thread can be asked for: the methods of a page reader. */
export type Task = 'verify' | 'discover' | 'ownPage' | 'links';

/** The plain data of a task: the arguments without the calls. */
export type TaskData<T extends Task> = T extends 'discover'
  ? [target: Parameters<PageReader['discover']>[0], options: Parameters<PageReader['discover']>[1]]
  : T extends 'links'
    ? Parameters<PageReader['links']>
    : [Parameters<PageReader[T]>[0]];

/** To a thread; a message has several. */
export type Order =
  | {
      readonly kind: 'run';
      readonly id: number;
      readonly task: Task;
      readonly data: readonly unknown[];
      /** Whether the asker wants to admit each connection. */
      readonly guarded: boolean;
    }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'admitted'; readonly id: number; readonly hop: number; readonly yes: boolean };

/** From a thread; a message has several. */
export type Report =
  /** It has begun, and can be given tasks. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'done'; readonly id: number; readonly value: unknown }
  /** A bug: expected failures are values. */
  | { readonly kind: 'thrown'; readonly id: number; readonly message: string }
  | { readonly kind: 'admit'; readonly id: number; readonly number: number; readonly hop: HttpHop }
  | { readonly kind: 'spent'; readonly id: number; readonly hop: HttpHop; readonly bytes: number };

/** What a thread is started with. */
export interface ThreadData {
  readonly http: HttpClientOptions;
  /** Milliseconds that one document may be read. */
  readonly deadline: number;
  /** Shared: which task is being read (0: none), and since when ({@link ticks}), as if in one stretch. */
  readonly state: Int32Array;
}

export const READING = 0;
export const SINCE = 1;

/** Milliseconds on a clock that all threads of a process share, as a 32-bit integer that runs over. */
export const ticks = (): number => Number(process.hrtime.bigint() / 1_000_000n) | 0;
