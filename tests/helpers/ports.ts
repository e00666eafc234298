import { createServer, type AddressInfo } from 'node:net';

/** Every port but those of well-known services: peers of tests listen where there is room. */
export const anyPort: readonly number[] = [
  80,
  443,
  ...Array.from({ length: 64_512 }, (_, index) => index + 1024),
];

/** A port that is free now: for what must know its own address before it listens. */
export const freePort = (address = '127.0.0.1'): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, address, () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
