const right = (action: string) => ({
  action: `plugin::linkbacks.${action}`,
  subject: null,
  id: '',
  actionParameters: {},
  properties: {},
  conditions: [],
});

/**
 * The rights of the plugin, in the lists that Strapi's `useRBAC` and menu links take. `useRBAC` names what is
 * allowed after the last part of the action (`canRead` for both `read` and `settings.read`), so the two pages
 * ask for their own list only.
 */
export const PERMISSIONS = {
  inbox: [right('read')],
  deliveries: [right('read'), right('send')],
  moderation: [right('read'), right('moderate')],
  entry: [right('read'), right('send'), right('entry-settings')],
  settings: [right('settings.read')],
  settingsPage: [right('settings.read'), right('settings.update')],
};
