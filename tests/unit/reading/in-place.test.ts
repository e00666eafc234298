import { createMeter } from '../../../server/src/core/reading/meter';
import { createPageReader } from '../../../server/src/core/reading/page-reader';
import { pageReaderContract } from '../../contract/page-reader';
import { loopbackClient } from '../../helpers/http-client';
import { anyPort } from '../../helpers/ports';

pageReaderContract('in place', () =>
  createPageReader({
    http: loopbackClient({ allowPorts: anyPort }),
    newMeter: () => createMeter({ deadline: 10_000 }),
  })
);
