import { connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { onTestFinished } from 'vitest';

/** Listens with no room for more than one, tells its port, and never looks at anything again. */
const DEAF = `
  const { parentPort } = require('node:worker_threads');
  const server = require('node:net').createServer();
  server.listen({ host: '127.0.0.1', port: 0, backlog: 1 }, () => {
    parentPort.postMessage(server.address().port);
    setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0));
  });
`;

/** Connections at once that are more than the kernel keeps for a listener that does not take them. */
const CROWD = 8;

/**
 * A port at which a connection is neither taken nor refused: the kernel's queue for it is full. Ends with the test.
 */
export const deafPort = async (): Promise<number> => {
  const worker = new Worker(DEAF, { eval: true });
  const port = await new Promise<number>((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
  const crowd = Array.from({ length: CROWD }, () => connect(port, '127.0.0.1').on('error', () => undefined));
  onTestFinished(async () => {
    for (const socket of crowd) socket.destroy();
    await worker.terminate();
  });
  await Promise.race(crowd.map(connected));
  return port;
};

const connected = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('connect', () => resolve()));
