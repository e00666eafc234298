import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Core } from '@strapi/strapi';
import { createHttpClient, type HttpClientOptions } from '../../core/http/client';
import { createMeter } from '../../core/reading/meter';
import { createPageReader, type PageReader } from '../../core/reading/page-reader';
import { logLine } from '../../log-line';
import { createReadingPool } from './pool';

/** The package's own file for worker threads, beside the folder that this is built into. */
const THREAD_FILE = join(dirname(fileURLToPath(import.meta.url)), '..', 'reading-thread', 'index.js');

/**
 * Makes the page reader of this process: worker threads, or, where the project wants none, Strapi's own thread.
 *
 * @param o.limits `reading` of the configuration
 */
export const createReader = (o: {
  http: HttpClientOptions;
  limits: { threads: number; deadline: number; memory: number };
  log: Pick<Core.Strapi['log'], 'warn'>;
}): PageReader => {
  const { http, log } = o;
  const { threads, deadline, memory } = o.limits;
  const inPlace = createPageReader({
    http: createHttpClient(http),
    newMeter: () => createMeter({ deadline }),
  });
  if (threads === 0) return inPlace;
  return createReadingPool({
    inPlace,
    threads,
    deadline,
    memory,
    http,
    file: THREAD_FILE,
    onTrouble: (message) => log.warn(logLine(`a reading thread was ended and starts again: ${message}`)),
  });
};
