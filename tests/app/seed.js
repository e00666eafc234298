'use strict';

/** What every test database has: French beside English, and one super admin. Does nothing the second time. */
const seed = async (strapi) => {
  const locales = strapi.plugin('i18n').service('locales');
  if (!(await locales.findByCode('fr'))) await locales.create({ code: 'fr', name: 'French (fr)' });

  const users = strapi.service('admin::user');
  if (await users.exists()) return;
  const role = await strapi.service('admin::role').getSuperAdmin();
  await users.create({
    ...seed.superAdmin,
    firstname: 'Super',
    lastname: 'Admin',
    isActive: true,
    roles: [role.id],
  });
};

seed.superAdmin = { email: 'admin@example.org', password: 'Test-password-1' };

module.exports = seed;
