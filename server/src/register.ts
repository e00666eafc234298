import type { Core } from '@strapi/strapi';
import { createEndpoints } from './adapters/endpoints';
import { createEntries } from './adapters/entries';
import { createGrants } from './adapters/grants';
import { createGroupCommit } from './adapters/group-commit';
import { createQueue } from './adapters/queue';
import { keepData } from './adapters/tables';
import { resolveConfig } from './config/resolve';
import { PLUGIN_ID, USER_AGENT } from './constants';
import { internalModels } from './content-types/internal-models';
import { createReader } from './adapters/reading/reader';
import { counting, createTooLongLog } from './adapters/reading/too-long';
import { createHttpClient } from './core/http/client';
import { endingsOf } from './endings';
import { hideFromGraphql } from './integrations/graphql';
import { otherVerbs } from './middlewares/other-verbs';
import { rawBody } from './middlewares/raw-body';
import { nowAndThen } from './now-and-then';
import type { Linkbacks } from './services/types';

/** Checks the configuration, which stops the boot when it is wrong, and makes what the services share. */
export const register = ({ strapi }: { strapi: Core.Strapi }): void => {
  const config = resolveConfig(strapi);
  const http = { ...config.http, userAgent: USER_AGENT };
  const tooLong = createTooLongLog({ say: nowAndThen({ log: strapi.log }) });
  const linkbacks: Linkbacks = {
    config,
    http: createHttpClient(http),
    reader: counting(createReader({ http, limits: config.reading, log: strapi.log }), tooLong),
    tooLong,
    entries: createEntries({ strapi, config }),
    endpoints: createEndpoints({ strapi, config }),
    queue: createQueue({ strapi, lease: leaseFor(config.http.timeout) }),
    commit: createGroupCommit({ strapi }),
    grants: createGrants({ strapi }),
  };
  const endings = endingsOf(strapi);
  endings.add('the HTTP client', () => linkbacks.http.close());
  endings.add('the reading threads', () => linkbacks.reader.close());
  strapi.add(PLUGIN_ID, () => linkbacks);
  internalModels.forEach((model) => strapi.get('models').add(structuredClone(model)));
  keepData(strapi, linkbacks.grants);
  hideFromGraphql(strapi);
  otherVerbs(strapi);
  rawBody(strapi);
};

/**
 * Seconds that a claim lasts without being renewed: longer than any request takes, so that what is in the air is never
 * taken over from a process that lives, also from one whose loop something of the project's blocks.
 */
const leaseFor = (timeout: number): number => Math.max(30, (6 * timeout) / 1000);
