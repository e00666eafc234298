import { createSocket } from 'node:dgram';
import { isIPv6, type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

const A = 1;
const AAAA = 28;
const NXDOMAIN = 3;

/**
 * A name server on loopback (RFC 1035): A and AAAA records, as `answer` says. `asked` has the names of the questions
 * for A records, in order.
 *
 * @param o.delay milliseconds that it takes
 */
export const startNameServer = async (
  answer: (name: string, family: 4 | 6) => readonly string[] | 'unknown' | 'silence',
  { delay = 0 } = {}
) => {
  const socket = createSocket('udp4');
  const asked: string[] = [];
  socket.on('message', async (query, peer) => {
    const { name, type, end } = readQuestion(query);
    if (type === A) asked.push(name);
    const said = answer(name, type === AAAA ? 6 : 4);
    if (said === 'silence') return;
    const addresses = said === 'unknown' ? [] : said.filter((one) => type === (isIPv6(one) ? AAAA : A));
    const message = reply({ query, end, type, addresses, code: said === 'unknown' ? NXDOMAIN : 0 });
    if (delay > 0) await pause(delay);
    socket.send(message, peer.port, peer.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  const { port } = socket.address() as AddressInfo;
  return {
    server: `127.0.0.1:${port}`,
    asked,
    stop: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  };
};

const readQuestion = (query: Buffer) => {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
};

const reply = (o: {
  query: Buffer;
  end: number;
  type: number;
  addresses: readonly string[];
  code: number;
}): Buffer => {
  const header = Buffer.from(o.query.subarray(0, 12));
  header.writeUInt16BE(0x8180 | o.code, 2);
  header.writeUInt16BE(o.addresses.length, 6);
  header.writeUInt32BE(0, 8);
  const records = o.addresses.map((address) => {
    const bytes = isIPv6(address) ? bytesOfIPv6(address) : address.split('.').map(Number);
    return Buffer.from([0xc0, 12, 0, o.type, 0, 1, 0, 0, 0, 0, 0, bytes.length, ...bytes]);
  });
  return Buffer.concat([header, o.query.subarray(12, o.end), ...records]);
};

const bytesOfIPv6 = (address: string): number[] => {
  const [left = '', right = ''] = address.split('::');
  const groups = (part: string) => (part === '' ? [] : part.split(':'));
  const missing = 8 - groups(left).length - groups(right).length;
  const all = [...groups(left), ...Array<string>(missing).fill('0'), ...groups(right)];
  return all.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 0xff]);
};
