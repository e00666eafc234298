import { createDiscovery } from './discovery';
import { createEntrySettings } from './entry-settings';
import { createEnvironment } from './environment';
import { createFirstRun } from './first-run';
import { createInbound } from './inbound';
import { createLinkbacks } from './linkbacks';
import { createNotices } from './notices';
import { createOutbox } from './outbox';
import { createPings } from './pings';
import { createPreview } from './preview';
import { createPublicLinkbacks } from './public-linkbacks';
import { createSettings } from './settings';
import { createStatus } from './status';
import { createTroubles } from './troubles';
import { createWorker } from './worker';

export default {
  discovery: createDiscovery,
  settings: createSettings,
  'entry-settings': createEntrySettings,
  environment: createEnvironment,
  'first-run': createFirstRun,
  inbound: createInbound,
  linkbacks: createLinkbacks,
  notices: createNotices,
  outbox: createOutbox,
  pings: createPings,
  preview: createPreview,
  'public-linkbacks': createPublicLinkbacks,
  status: createStatus,
  troubles: createTroubles,
  worker: createWorker,
};
