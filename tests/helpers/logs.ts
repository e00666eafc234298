import { createRequire } from 'node:module';
import { Writable } from 'node:stream';
import type { Core } from '@strapi/strapi';

export interface LogLine {
  readonly level: string;
  readonly message: string;
}

interface WinstonLogger {
  clear(): WinstonLogger;
  add(transport: unknown): WinstonLogger;
}
interface Winston {
  transports: { Stream: new (o: { stream: Writable; level: string }) => unknown };
}

const { winston } = createRequire(import.meta.url)('@strapi/logger') as { winston: Winston };

/** Collects what Strapi logs instead of printing it; with LOG_LEVEL set it is printed as well. */
export const collectLogs = (strapi: Core.Strapi): LogLine[] => {
  const lines: LogLine[] = [];
  const stream = new Writable({
    objectMode: true,
    write(entry: { level: string; message: unknown; stack?: string }, _encoding, done) {
      lines.push({ level: plain(entry.level), message: plain(String(entry.stack ?? entry.message)) });
      done();
    },
  });
  const log = strapi.log as unknown as WinstonLogger;
  if (!process.env.LOG_LEVEL) log.clear();
  log.add(new winston.transports.Stream({ stream, level: 'silly' }));
  return lines;
};

const ESCAPE = String.fromCharCode(27);
const plain = (text: string): string => text.replaceAll(new RegExp(`${ESCAPE}\\[\\d+m`, 'g'), '');
