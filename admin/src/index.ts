import { Link } from '@strapi/icons';
import type {
  BulkActionComponent,
  DocumentActionComponent,
  PanelComponent,
} from '@strapi/content-manager/strapi-admin';
import type { StrapiApp } from '@strapi/strapi/admin';
import { extendBuilder } from './features/ctb/builder';
import { BulkSendPingsAction } from './features/entry-panel/bulk-send-action';
import { LinkbacksPanel } from './features/entry-panel/panel';
import { SendPingsAction } from './features/entry-panel/send-action';
import { widgets } from './features/widget/widgets';
import { PERMISSIONS } from './permissions';
import { PLUGIN_ID } from './pluginId';
import { getTranslation } from './text';
import { registerTrads } from './translations';

const intlLabel = { id: getTranslation('plugin.name'), defaultMessage: 'Linkbacks' };

/** Strapi types the `apis` of a plugin as unknown; these are those of its content manager. */
interface ContentManagerApis {
  addEditViewSidePanel(panels: PanelComponent[]): void;
  addDocumentAction(actions: DocumentActionComponent[]): void;
  addBulkAction(actions: BulkActionComponent[]): void;
}

const isContentManager = (apis: unknown): apis is ContentManagerApis =>
  typeof apis === 'object' && apis !== null && 'addEditViewSidePanel' in apis;

export default {
  register(app: StrapiApp) {
    app.addMenuLink({
      to: `plugins/${PLUGIN_ID}`,
      icon: Link,
      intlLabel,
      permissions: PERMISSIONS.inbox,
      Component: () => import('./features/shell/LinkbacksApp'),
    });
    app.addSettingsLink('global', {
      id: PLUGIN_ID,
      to: PLUGIN_ID,
      intlLabel,
      permissions: PERMISSIONS.settings,
      Component: () => import('./features/settings/SettingsPage'),
    });
    app.widgets.register(widgets);
    app.registerPlugin({ id: PLUGIN_ID, name: 'Linkbacks' });
  },

  bootstrap(app: Pick<StrapiApp, 'getPlugin'>) {
    const { apis } = app.getPlugin('content-manager');
    extendBuilder(app.getPlugin('content-type-builder')?.apis);
    if (!isContentManager(apis)) return;
    apis.addEditViewSidePanel([LinkbacksPanel]);
    apis.addDocumentAction([SendPingsAction]);
    apis.addBulkAction([BulkSendPingsAction]);
  },

  registerTrads,
};
