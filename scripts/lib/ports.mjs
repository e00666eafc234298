import { connect, createServer } from 'node:net';
import { SetupProblem } from './setup.mjs';

/** Where "localhost" may lead a browser to. */
const LOOPBACKS = ['127.0.0.1', '::1'];

/** Somebody answers there. Says more than binding does on systems that share a port between addresses. */
const answers = (host, port) =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const settle = (answered) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once('connect', () => settle(true)).once('error', () => settle(false));
    socket.once('timeout', () => settle(false));
  });

/** @returns {Promise<string | null>} the error code, null when it works or this computer has no such address */
const bindError = (host, port) =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', ({ code }) =>
      resolve(['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(code) ? null : code)
    );
    server.listen({ host, port, exclusive: true }, () => server.close(() => resolve(null)));
  });

/** @returns {Promise<'free' | 'taken' | 'forbidden'>} */
export const portState = async (port) => {
  for (const host of LOOPBACKS) {
    if (await answers(host, port)) return 'taken';
    const error = await bindError(host, port);
    if (error === 'EACCES') return 'forbidden';
    if (error) return 'taken';
  }
  return 'free';
};

/**
 * @param {readonly { name: string, port: number, variable: string }[]} wanted `variable`: what changes the port
 * @throws {SetupProblem} naming every port that cannot be had
 */
export const requireFreePorts = async (wanted) => {
  const states = await Promise.all(wanted.map(({ port }) => portState(port)));
  const problems = wanted.flatMap(({ name, port, variable }, index) => {
    if (states[index] === 'free') return [];
    const why = states[index] === 'taken' ? 'is taken, perhaps by another demo' : 'may not be used by you';
    const other = `${variable}=${port < 50_000 ? port + 10_000 : port - 10_000} npm run demo`;
    return [`Port ${port} (${name}) ${why}.\nEnd that program, or choose another port: ${other}`];
  });
  if (problems.length > 0) throw new SetupProblem(problems.join('\n'));
};
