import { RIGHTS } from '../constants';

type Policy = string | { name: string; config: { actions: string[] } };

const right = (action: string): Policy => ({ name: 'admin::hasPermissions', config: { actions: [action] } });
const readable = 'plugin::linkbacks.entry-readable';
const updatable = 'plugin::linkbacks.entry-updatable';

const route = (method: 'GET' | 'POST' | 'PUT', path: string, handler: string, rights: Policy[]) => ({
  method,
  path,
  handler,
  config: { policies: ['admin::isAuthenticatedAdmin', ...rights] },
});

/** Below `/linkbacks`, with an admin's JWT (DESIGN §3.4). */
export const adminRoutes = () => {
  const entry = '/entries/:uid/:documentId';
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
      route('GET', entry, 'entries.find', [readable]),
      route('PUT', entry, 'entries.update', [right(RIGHTS.entrySettings), updatable]),
      route('GET', `${entry}/pings`, 'entries.pings', [readable]),
      route('POST', `${entry}/preview`, 'entries.preview', [readable]),
      route('POST', `${entry}/send`, 'entries.send', [right(RIGHTS.send), readable]),
      route('GET', '/settings', 'settings.find', [right(RIGHTS.settingsRead)]),
      route('PUT', '/settings', 'settings.update', [right(RIGHTS.settingsUpdate)]),
      route('POST', '/settings/test', 'settings.test', [right(RIGHTS.settingsUpdate)]),
      route('GET', '/status', 'settings.status', [right(RIGHTS.settingsRead)]),
      route('GET', '/resolve', 'settings.resolve', [right(RIGHTS.settingsRead)]),
    ],
  };
};
