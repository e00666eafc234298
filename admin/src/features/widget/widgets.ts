import { CrossCircle, Link } from '@strapi/icons';
import type { WidgetArgs } from '@strapi/strapi/admin';
import { PERMISSIONS } from '../../permissions';
import { PLUGIN_ID } from '../../pluginId';
import { getTranslation } from '../../text';

/** What the home page shows of us; the bodies are fetched when it is opened. */
export const widgets: WidgetArgs[] = [
  {
    pluginId: PLUGIN_ID,
    id: 'pending',
    icon: Link,
    title: { id: getTranslation('widget.pending'), defaultMessage: 'Pending linkbacks' },
    link: {
      label: { id: getTranslation('widget.inbox'), defaultMessage: 'Open the inbox' },
      href: `/plugins/${PLUGIN_ID}`,
    },
    permissions: PERMISSIONS.inbox,
    component: async () => (await import('./PendingWidget')).PendingWidget,
  },
  {
    pluginId: PLUGIN_ID,
    id: 'failed',
    icon: CrossCircle,
    title: { id: getTranslation('widget.failed'), defaultMessage: 'Pings that failed' },
    link: {
      label: { id: getTranslation('widget.deliveries'), defaultMessage: 'Open the deliveries' },
      href: `/plugins/${PLUGIN_ID}/deliveries?group=failed`,
    },
    permissions: PERMISSIONS.inbox,
    component: async () => (await import('./FailedWidget')).FailedWidget,
  },
];
