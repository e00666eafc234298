import type { Database } from './project';
import type { Traces } from './traces';

export const USAGE = `Usage: strapi-plugin-linkbacks uninstall [--yes]

Removes all data of the Linkbacks plugin from the database of the Strapi project in this folder: its tables, settings
and permissions. Lists them first and asks.

  -y, --yes    do not ask
  -h, --help   show this text

"linkbacks:uninstall" is another name of the command.`;

export const NOTHING = 'This database holds nothing of the Linkbacks plugin.';
export const NOT_REMOVED = 'Nothing was removed.';
export const NO_TERMINAL =
  'Nothing was removed: there is no terminal to ask on. Run the command with --yes to remove all of this.';
export const QUESTION = 'Remove all of this for good? (y/N) ';

export const DONE = `Everything listed was removed. To finish:

  1. Remove "linkbacks" from config/plugins, and "pluginOptions.linkbacks" from the schemas of your content types.
  2. Run: npm uninstall strapi-plugin-linkbacks
  3. Build and start Strapi.

As long as the plugin is enabled, each start creates its tables anew, empty.`;

/** Lists what would be removed, with counts. */
export const listOf = (db: Database, traces: Traces): string => {
  const { client, displayName } = db.getInfo();
  const rows: [string, number][] = [
    ...traces.tables.map(({ name, rows }): [string, number] => [`table ${name}, rows`, rows]),
    ['settings and the like in the core store', traces.store.own.length],
    ...traces.permissions.map(({ whose, ids }): [string, number] => [whose, ids.length]),
    ['webhooks that lose our events', traces.webhooks.length],
    ['entries about the plugin in lists of Strapi', traces.store.shared.length],
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  const lines = rows.map(([what, count]) => `  ${what.padEnd(width)}  ${count}`);
  return [
    `The Linkbacks plugin has this in the database ${displayName} (${client}):`,
    '',
    ...lines,
    '',
    'Stop Strapi before you go on, and make a backup if in doubt: what is removed cannot be restored.',
  ].join('\n');
};
