import { inject } from 'vitest';

const { urls, account } = inject('demo');

export interface Login {
  readonly email: string;
  readonly password: string;
}

/** A permission of a role, as the admin API takes it. */
export interface Permission {
  readonly action: string;
  readonly subject?: string;
  readonly properties?: Record<string, unknown>;
  readonly conditions?: readonly string[];
}

export const ARTICLE = 'api::article.article';
/** Localised. */
export const PAGE = 'api::page.page';

const call = async (method: string, path: string, o: { token?: string; body?: object } = {}) => {
  const response = await fetch(`${urls.strapi}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(o.token ? { authorization: `Bearer ${o.token}` } : {}),
    },
    ...(o.body ? { body: JSON.stringify(o.body) } : {}),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return response.json();
};

let token: Promise<string> | null = null;

/** A request to the admin API of a super admin. */
export const asAdmin = async (method: string, path: string, body?: object) => {
  token ??= call('POST', '/admin/login', { body: account }).then(({ data }) => data.token);
  return call(method, path, { token: await token, ...(body ? { body } : {}) });
};

const articles = (action: string): Permission => ({
  action: `plugin::content-manager.explorer.${action}`,
  subject: ARTICLE,
  ...(action === 'publish' || action === 'delete'
    ? {}
    : { properties: { fields: ['title', 'slug', 'summary', 'body', 'notes'] } }),
});

/** What people do who write articles. */
const WRITING = ['create', 'read', 'update', 'publish', 'delete'].map(articles);
/** The same, as far as they made the article themselves. */
const WRITING_OWN = WRITING.map((permission): Permission =>
  permission.action.endsWith('.create') ? permission : { ...permission, conditions: ['admin::is-creator'] }
);
const germanPages = (action: string): Permission => ({
  action: `plugin::content-manager.explorer.${action}`,
  subject: PAGE,
  properties: { fields: ['title', 'slug', 'body'], locales: ['de'] },
});
const own = (name: string): Permission => ({ action: `plugin::linkbacks.${name}` });

/** The roles of the tests: what each may do. */
export const ROLES = {
  /** Looks at the settings, and may change nothing. */
  auditor: [own('settings.read')],
  /** Decides about linkbacks, and may look at entries. */
  moderator: [own('read'), own('moderate'), own('send'), articles('read')],
  /** Sees all of ours, and decides about linkbacks. */
  overseer: [own('read'), own('moderate'), own('send'), own('settings.read'), articles('read')],
  /** Has all our rights, and writes articles. */
  owner: [
    ...['read', 'moderate', 'send', 'settings.read', 'settings.update', 'entry-settings'].map(own),
    ...WRITING,
  ],
  /** Sees linkbacks and deliveries, and changes nothing. */
  reader: [own('read'), articles('read')],
  /** Writes articles, and has no right of ours. */
  editor: WRITING,
  /** Reads articles, and sends their pings. */
  sender: [own('send'), articles('read')],
  /** Writes articles, sees those of nobody else, and has the rights of ours that are about entries. */
  author: [own('send'), own('entry-settings'), ...WRITING_OWN],
  /** Has the same rights of ours, for what is German. */
  translator: [own('send'), own('entry-settings'), germanPages('read'), germanPages('update')],
} as const satisfies Record<string, readonly Permission[]>;

/**
 * Makes a user with a role of its own, as a super admin would in the settings.
 *
 * @param language what the user picks in the profile
 */
export const createPerson = async (name: keyof typeof ROLES, language?: string): Promise<Login> => {
  const unique = `${name}-${Date.now().toString(36)}`;
  const login = { email: `${unique}@example.com`, password: 'Without-worries-1' };
  const { data: role } = await asAdmin('POST', '/admin/roles', { name: unique, description: name });
  const permissions = ROLES[name].map((permission: Permission) => ({
    subject: null,
    properties: {},
    conditions: [],
    ...permission,
  }));
  await asAdmin('PUT', `/admin/roles/${role.id}/permissions`, { permissions });
  const user = { firstname: 'An', lastname: name, email: login.email, roles: [role.id] };
  const { data } = await asAdmin('POST', '/admin/users', user);
  const registered = await call('POST', '/admin/register', {
    body: {
      registrationToken: data.registrationToken,
      userInfo: { firstname: 'An', lastname: name, password: login.password },
    },
  });
  if (language !== undefined) {
    const own = { token: registered.data.token, body: { preferedLanguage: language } };
    await call('PUT', '/admin/users/me', own);
  }
  return login;
};
