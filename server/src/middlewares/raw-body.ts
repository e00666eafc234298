import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createUnzip } from 'node:zlib';
import type { Core } from '@strapi/strapi';
import { apiPath } from '../adapters/api-path';
import { ownTurn } from '../adapters/own-turn';
import { PLUGIN_ID } from '../constants';
import { err, ok, type Result } from '../core/result';
import { createBrokenUploads } from './broken-uploads';
import { ENDPOINT_PATHS, matcherOf } from './endpoints';

/** Bytes of a body after inflating; a call or a ping is far smaller. */
export const MAX_BODY = 65_536;

/** Milliseconds in which the whole body must have come. */
const TIME_LIMIT = 10_000;

export interface RawBody {
  readonly bytes: Uint8Array;
  /** The Content-Type as sent. */
  readonly contentType: string | null;
}

/** Why a body could not be read. */
export type BodyFailure = 'too-large' | 'too-slow' | 'encoding-unknown' | 'broken';

/** The HTTP status of each failure. */
export const BODY_STATUS: Readonly<Record<BodyFailure, number>> = {
  'too-large': 413,
  'too-slow': 408,
  'encoding-unknown': 415,
  broken: 400,
};

/** The part of a Koa context that is needed here. */
interface Exchange {
  readonly req: IncomingMessage;
  readonly path: string;
  readonly state: Record<string, unknown>;
}

/**
 * Keeps `strapi::body` off the bodies of our public endpoints: it would decode XML as UTF-8 and lose the bytes of
 * forms. Their content type is put aside; the controllers read the bytes themselves ({@link readRawBody}), and what breaks
 * off meanwhile is said in one line. Called in
 * `register`, so that it runs before Strapi's own middlewares.
 */
export const rawBody = (strapi: Core.Strapi): void => {
  const base = apiPath(strapi);
  const paths = ENDPOINT_PATHS.map(({ path }) => matcherOf(base, path));
  const watch = createBrokenUploads({ log: strapi.log });
  strapi.server.use((ctx, next) => {
    if (paths.some((path) => path.test(ctx.path))) {
      putContentTypeAside(ctx);
      watch(ctx);
    }
    return next();
  });
};

const putContentTypeAside = ({ req, state }: Exchange): void => {
  state[PLUGIN_ID] = { contentType: req.headers['content-type'] ?? null };
  delete req.headers['content-type'];
};

const contentTypeOf = (state: Record<string, unknown>): string | null => {
  const aside = state[PLUGIN_ID] as { contentType: string | null } | undefined;
  return aside?.contentType ?? null;
};

/**
 * Reads the body of a request that {@link rawBody} let pass. The cap counts inflated bytes, so that a compressed
 * bomb costs no more than a plain body; reading stops there. The reader has a turn of the event loop of its own.
 */
export const readRawBody = async (
  { req, state }: Pick<Exchange, 'req' | 'state'>,
  o: { maxBytes?: number; timeLimit?: number } = {}
): Promise<Result<RawBody, BodyFailure>> => {
  const { maxBytes = MAX_BODY, timeLimit = TIME_LIMIT } = o;
  const encoding = (req.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (encoding === 'identity' && Number(req.headers['content-length']) > maxBytes) return err('too-large');

  const body = inflate(req, encoding);
  if (!body) return err('encoding-unknown');
  const bytes = await collect({ req, body, maxBytes, timeLimit });
  // Many that came at once are read one after the other.
  await ownTurn();
  return bytes.ok ? ok({ bytes: bytes.value, contentType: contentTypeOf(state) }) : bytes;
};

/** Null for codings that we do not read: stacked ones, and brotli, whose sender chooses how much memory it takes. */
const inflate = (req: IncomingMessage, encoding: string): Readable | null => {
  switch (encoding) {
    case '':
    case 'identity':
      return req;
    case 'gzip':
    case 'x-gzip':
    case 'deflate':
      return req.pipe(createUnzip());
    default:
      return null;
  }
};

/** Gathers the body by events: leaving a `for await` early would destroy the request, and the answer with it. */
const collect = (o: {
  req: IncomingMessage;
  body: Readable;
  maxBytes: number;
  timeLimit: number;
}): Promise<Result<Uint8Array, BodyFailure>> =>
  new Promise((resolve) => {
    const { req, body } = o;
    const chunks: Buffer[] = [];
    let size = 0;

    const settle = (result: Result<Uint8Array, BodyFailure>): void => {
      clearTimeout(timer);
      body.off('data', onData);
      req.unpipe();
      req.pause();
      if (body !== req) body.destroy();
      resolve(result);
    };
    const onData = (chunk: Buffer): void => {
      size += chunk.length;
      if (size > o.maxBytes) settle(err('too-large'));
      else chunks.push(chunk);
    };
    const onBroken = (): void => settle(err('broken'));

    const timer = setTimeout(() => settle(err('too-slow')), o.timeLimit);
    body.on('data', onData);
    body.once('end', () => settle(ok(Buffer.concat(chunks))));
    body.on('error', onBroken);
    req.on('error', onBroken);
    // After the last byte the request closes too, maybe before all is inflated.
    req.once('close', () => {
      if (!req.complete) onBroken();
    });
  });
