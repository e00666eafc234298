import { useAuth } from '@strapi/strapi/admin';

/** Whether the role may send pings. Strapi's actions are hooks, for which `useRBAC` would answer too early. */
export const useMaySend = (): boolean =>
  useAuth('LinkbacksSend', ({ permissions }) =>
    permissions.some(({ action }) => action === 'plugin::linkbacks.send')
  );
