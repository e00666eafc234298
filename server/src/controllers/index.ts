import { createEntriesController } from './admin/entries';
import { createLinkbacksController } from './admin/linkbacks';
import { createPingsController } from './admin/pings';
import { createSettingsController } from './admin/settings';
import { createTypesController } from './admin/types';
import { createJf2Controller } from './public/jf2';
import { createReadingController } from './public/reading';
import { createTrackbackController } from './public/trackback';
import { createWebmentionController } from './public/webmention';
import { createXmlrpcController } from './public/xmlrpc';

export default {
  xmlrpc: createXmlrpcController,
  trackback: createTrackbackController,
  webmention: createWebmentionController,
  jf2: createJf2Controller,
  reading: createReadingController,
  linkbacks: createLinkbacksController,
  pings: createPingsController,
  entries: createEntriesController,
  settings: createSettingsController,
  types: createTypesController,
};
