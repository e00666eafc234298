import { once } from 'node:events';
import type { Server } from 'node:http';

/** The demo calls and fetches from these only (playground/config/plugins.js). */
const USUAL_PORTS = [8080, 8443, 80];

/**
 * Has a server listen on a port that pings may go to: on the next one where another program has the first.
 *
 * @param host an address of this computer that is nobody else's
 * @returns its origin
 */
export const listenOnUsualPort = async (
  server: Server,
  host: string,
  [port, ...others] = USUAL_PORTS
): Promise<string> => {
  const listening = once(server, 'listening');
  server.listen(port, host);
  try {
    await listening;
    return new URL(`http://${host}:${port}`).origin;
  } catch (error) {
    if (others.length === 0) throw error;
    return listenOnUsualPort(server, host, others);
  }
};
