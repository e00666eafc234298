import { createRequire } from 'node:module';
import { randomUUID } from 'node:crypto';
import type { TestApp } from './strapi';

/** A right as Strapi stores it; `subject`: the content type of a content-manager action. */
export interface Permission {
  action: string;
  subject?: string;
  properties?: { fields?: string[]; locales?: string[] };
  conditions?: string[];
}

export interface AdminUser {
  readonly id: number;
  readonly email: string;
  readonly roleId: number;
  /** For `request.get(…).set('Authorization', …)`. */
  readonly authorization: string;
}

interface Services {
  create(data: Record<string, unknown>): Promise<{ id: number }>;
}
interface RoleService extends Services {
  assignPermissions(roleId: number, permissions: readonly Permission[]): Promise<unknown>;
}

const { superAdmin } = createRequire(import.meta.url)('../app/seed.js') as {
  superAdmin: { email: string; password: string };
};

/** Logs the super admin in. Returns the value of the Authorization header. */
export const superAdminToken = (app: TestApp): Promise<string> => logIn(app, superAdmin);

/** Creates a user with one role that has exactly `permissions` (none by default), and logs it in. */
export const createAdmin = async (
  app: TestApp,
  permissions: readonly (Permission | string)[] = []
): Promise<AdminUser> => {
  const name = randomUUID();
  const roles = app.strapi.service('admin::role') as unknown as RoleService;
  const role = await roles.create({ name: `role ${name}`, description: '' });
  await roles.assignPermissions(role.id, permissions.map(complete));

  const login = { email: `${name}@example.org`, password: 'Test-password-1' };
  const users = app.strapi.service('admin::user') as unknown as Services;
  const user = await users.create({
    ...login,
    firstname: 'Test',
    lastname: 'User',
    isActive: true,
    roles: [role.id],
  });
  return { id: user.id, email: login.email, roleId: role.id, authorization: await logIn(app, login) };
};

const complete = (permission: Permission | string): Permission =>
  typeof permission === 'string' ? { action: permission } : permission;

const logIn = async (app: TestApp, login: { email: string; password: string }): Promise<string> => {
  const answer = await app.request.post('/admin/login').send(login);
  const token: unknown = answer.body?.data?.token;
  if (typeof token === 'string') return `Bearer ${token}`;
  throw new Error(`The login of ${login.email} failed: ${answer.status} ${answer.text}`);
};
