import { createServer, connect, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

/** A way to a Redis that can be cut, and silenced. */
export interface Relay {
  readonly url: string;
  /** Connections end and are refused. */
  cut(): Promise<void>;
  /** Connections stand, and nothing comes back. */
  silence(): void;
  mend(): Promise<void>;
  stop(): Promise<void>;
}

/** @param to the port of the real Redis on 127.0.0.1; null: nobody is behind it */
export const startRelay = async (to: number | null): Promise<Relay> => {
  const sockets = new Set<Socket>();
  let silent = to === null;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
  };
  const server = createServer((client) => {
    keep(client);
    if (to === null) return;
    const redis = connect(to, '127.0.0.1');
    keep(redis);
    client.on('data', (data) => silent || redis.write(data));
    redis.on('data', (data) => silent || client.write(data));
    client.on('close', () => redis.destroy());
    redis.on('close', () => client.destroy());
  });
  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      sockets.forEach((socket) => socket.destroy());
    });

  return {
    url: `redis://127.0.0.1:${port}`,
    cut,
    silence() {
      silent = true;
    },
    async mend() {
      silent = false;
      if (!server.listening) await listen(port);
    },
    stop: async () => {
      if (server.listening) await cut();
    },
  };
};
