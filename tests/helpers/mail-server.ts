import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

/** A message as its envelope and its text came in. */
export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly headers: string;
  readonly body: string;
}

export interface MailServer {
  readonly port: number;
  /** In the order they came. */
  readonly mails: ReceivedMail[];
  /** Set to refuse what comes. */
  refusing: boolean;
  stop(): Promise<void>;
}

/** A real SMTP server on loopback that keeps what it gets. */
export const startMailServer = async (): Promise<MailServer> => {
  const mails: ReceivedMail[] = [];
  const state = { refusing: false };
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        if (state.refusing) {
          done(Object.assign(new Error('Mailbox full'), { responseCode: 452 }));
          return;
        }
        const { mailFrom, rcptTo } = session.envelope;
        const text = decodeQuotedPrintable(Buffer.concat(chunks).toString('utf8'));
        const [headers = '', ...body] = text.split('\r\n\r\n');
        mails.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          headers,
          body: body.join('\n\n').replaceAll('\r\n', '\n'),
        });
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(state, {
    port: (server.server.address() as AddressInfo).port,
    mails,
    stop: () => new Promise<void>((resolve) => server.close(resolve)),
  });
};

/** As nodemailer encodes what is not all ASCII (RFC 2045 §6.7). */
const decodeQuotedPrintable = (text: string): string =>
  /^Content-Transfer-Encoding: quoted-printable\r?$/m.test(text)
    ? Buffer.from(
        text
          .replaceAll('=\r\n', '')
          .replaceAll(/=([0-9A-F]{2})/g, (_sign, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1'
      ).toString('utf8')
    : text;
