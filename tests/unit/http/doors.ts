import diagnostics from 'node:diagnostics_channel';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { onTestFinished } from 'vitest';

/** What must stay shut: a listener on every address of this machine, and a look at every socket that is made. */
export interface Doors {
  readonly port: number;
  /** Connections that reached the listener. */
  readonly knocks: () => number;
  /** TCP sockets that this process made, to wherever. */
  readonly dialled: () => number;
}

/** Listens on all addresses, of IPv4 and where there is IPv6 of that too, until the test ends; tells all a secret. */
export const openDoors = async (): Promise<Doors> => {
  const sockets = new Set<Socket>();
  let knocks = 0;
  const server = createServer((socket) => {
    knocks += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret'));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, resolve);
  });
  let dialled = 0;
  const count = (): void => void (dialled += 1);
  diagnostics.subscribe('net.client.socket', count);
  onTestFinished(async () => {
    diagnostics.unsubscribe('net.client.socket', count);
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return { port: (server.address() as AddressInfo).port, knocks: () => knocks, dialled: () => dialled };
};
