import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData } from './adapters/reading/messages';
import { startReadingThread } from './adapters/reading/thread';

/** What a worker thread of the page reader runs: a file of its own in the package. */
if (parentPort) startReadingThread(parentPort, workerData as ThreadData);
