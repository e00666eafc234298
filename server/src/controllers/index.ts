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
import { refusing } from './refusals';

export default {
  xmlrpc: refusing(createXmlrpcController),
  trackback: refusing(createTrackbackController),
  webmention: refusing(createWebmentionController),
  jf2: refusing(createJf2Controller),
  reading: refusing(createReadingController),
  linkbacks: refusing(createLinkbacksController),
  pings: refusing(createPingsController),
  entries: refusing(createEntriesController),
  settings: refusing(createSettingsController),
  types: refusing(createTypesController),
};
