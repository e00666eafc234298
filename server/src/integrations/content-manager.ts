import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';

interface PermissionAction {
  subjects?: readonly string[];
}

/** The only action that the content manager offers for hidden content types too. */
const READ = 'plugin::content-manager.explorer.read';

/**
 * Closes the content manager's own API for the plugin's content types. It would let whoever may read them there, super
 * admins at least, see held linkbacks beside the plugin's permissions. Call it in `bootstrap`: the content manager, which
 * Strapi loads before all other plugins, has registered its actions by then.
 */
export const hideFromContentManager = (strapi: Core.Strapi): void => {
  const action: PermissionAction | undefined = strapi.service('admin::permission').actionProvider.get(READ);
  if (!action?.subjects) return;
  action.subjects = action.subjects.filter((uid) => !uid.startsWith(`plugin::${PLUGIN_ID}.`));
};
