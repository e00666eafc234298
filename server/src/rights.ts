import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from './constants';

const plugin = (uid: string, displayName: string) => ({
  section: 'plugins',
  pluginName: PLUGIN_ID,
  uid,
  displayName,
});

const settings = (uid: string, displayName: string) => ({
  section: 'settings',
  category: 'linkbacks',
  pluginName: PLUGIN_ID,
  uid,
  displayName,
});

/** The rights of DESIGN §3.4, as roles are given them in Settings → Roles. */
export const registerRights = async (strapi: Core.Strapi): Promise<void> => {
  await strapi
    .service('admin::permission')
    .actionProvider.registerMany([
      plugin('read', 'Read linkbacks and pings'),
      plugin('moderate', 'Moderate linkbacks'),
      plugin('send', 'Send pings'),
      plugin('entry-settings', "Change an entry's linkback settings"),
      settings('settings.read', 'Read the settings'),
      settings('settings.update', 'Change the settings'),
    ]);
};
