import { join } from 'node:path';
import { createReadingPool } from '../../server/src/adapters/reading/pool';
import { createMeter } from '../../server/src/core/reading/meter';
import { createPageReader } from '../../server/src/core/reading/page-reader';
import { pageReaderContract } from '../contract/page-reader';
import { loopbackClient } from '../helpers/http-client';
import { ROOT } from '../helpers/paths';
import { anyPort } from '../helpers/ports';

const http = {
  allowAddresses: ['127.0.0.0/8'],
  allowPorts: anyPort,
  timeout: 30_000,
  maxBytes: 1_048_576,
  maxRedirects: 5,
  userAgent: 'test',
};

pageReaderContract('in threads of the built package', () =>
  createReadingPool({
    file: join(ROOT, 'dist', 'reading-thread', 'index.js'),
    threads: 2,
    deadline: 10_000,
    memory: 256,
    http,
    inPlace: createPageReader({
      http: loopbackClient(http),
      newMeter: () => createMeter({ deadline: 10_000 }),
    }),
    onTrouble(message) {
      throw new Error(message);
    },
  })
);
