import { createHttpClient, type HttpClientOptions } from '../../server/src/core/http/client';
import type { HttpClient } from '../../server/src/core/ports';

/** The guarded client, for peers on loopback. */
export const loopbackClient = (
  o: Pick<HttpClientOptions, 'allowPorts'> & Partial<HttpClientOptions>
): HttpClient =>
  createHttpClient({
    allowAddresses: ['127.0.0.0/8'],
    // Longer than its default: a machine may be slow.
    timeout: 30_000,
    maxBytes: 1_048_576,
    maxRedirects: 5,
    userAgent: 'test',
    ...o,
  });
