import type { Core } from '@strapi/strapi';
import { RIGHTS } from '../constants';
import { entryAccessOf } from '../middlewares/entry-access';

export interface Policy {
  name: string;
  config: { actions: string[] };
}

export type Middleware = ReturnType<typeof entryAccessOf>;

const right = (action: string): Policy => ({ name: 'admin::hasPermissions', config: { actions: [action] } });

const route = (
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  handler: string,
  rights: Policy[],
  access?: Middleware
) => ({
  method,
  path,
  handler,
  config: {
    policies: ['admin::isAuthenticatedAdmin', ...rights],
    ...(access && { middlewares: [access] }),
  },
});

/** Below `/linkbacks`, with an admin's JWT (DESIGN §3.4). */
export const adminRoutes = ({ strapi }: { strapi: Core.Strapi }) => {
  const entry = '/entries/:uid/:documentId';
  const readable = entryAccessOf(strapi, 'read');
  const updatable = entryAccessOf(strapi, 'update');
  return {
    type: 'admin',
    routes: [
      route('GET', '/linkbacks', 'linkbacks.find', [right(RIGHTS.read)]),
      route('POST', '/linkbacks/actions', 'linkbacks.act', [right(RIGHTS.moderate)]),
      route('POST', '/linkbacks/erase', 'linkbacks.erase', [
        right(RIGHTS.moderate),
        right(RIGHTS.settingsUpdate),
      ]),
      route('GET', '/linkbacks/:id', 'linkbacks.findOne', [right(RIGHTS.read)]),
      route('GET', '/types', 'types.find', []),
      route('GET', '/entries', 'entries.search', [right(RIGHTS.read)]),
      route('GET', '/pings', 'pings.find', [right(RIGHTS.read)]),
      route('POST', '/pings/actions', 'pings.act', [right(RIGHTS.send)]),
      route('GET', entry, 'entries.find', [], readable),
      route('PUT', entry, 'entries.update', [right(RIGHTS.entrySettings)], updatable),
      route('GET', `${entry}/pings`, 'entries.pings', [], readable),
      route('POST', `${entry}/preview`, 'entries.preview', [], readable),
      route('POST', `${entry}/send`, 'entries.send', [right(RIGHTS.send)], readable),
      route('GET', '/settings', 'settings.find', [right(RIGHTS.settingsRead)]),
      route('PUT', '/settings', 'settings.update', [right(RIGHTS.settingsUpdate)]),
      route('POST', '/settings/test', 'settings.test', [right(RIGHTS.settingsUpdate)]),
      route('GET', '/status', 'settings.status', [right(RIGHTS.settingsRead)]),
      route('GET', '/resolve', 'settings.resolve', [right(RIGHTS.settingsRead)]),
    ],
  };
};
