/** The plugin's id: names of services, stores, tables and routes begin with it. */
export const PLUGIN_ID = 'linkbacks';

/** Where the plugin lives; named in the User-Agent so that a site owner can find out who calls. */
export const PLUGIN_HOME = 'https://www.npmjs.com/package/strapi-plugin-linkbacks';

/** How we name ourselves to the sites that we call. */
export const USER_AGENT = `strapi-plugin-linkbacks (+${PLUGIN_HOME})`;

export const LINKBACK_UID = 'plugin::linkbacks.linkback';
export const PING_UID = 'plugin::linkbacks.ping';
export const ENTRY_SETTING_UID = 'plugin::linkbacks.entry-setting';

/** Internal models: plain tables that exports do not carry. */
export const JOB_UID = 'linkbacks::job';
export const HOST_UID = 'linkbacks::host';
export const KNOWN_UID = 'linkbacks::known';
export const TOMBSTONE_UID = 'linkbacks::tombstone';
export const LOOK_UID = 'linkbacks::look';
export const LOCK_UID = 'linkbacks::lock';
export const MISSED_UID = 'linkbacks::missed';
export const MENTION_UID = 'linkbacks::mention';
export const TYPE_UID = 'linkbacks::type';
export const NOTICE_UID = 'linkbacks::notice';
export const SECRET_UID = 'linkbacks::secret';
export const GRANT_UID = 'linkbacks::grant';
export const STATE_UID = 'linkbacks::state';
export const SENDER_UID = 'linkbacks::sender';

export const LINKBACK_TABLE = 'linkbacks_linkbacks';
export const MENTION_TABLE = 'linkbacks_mentions';
export const JOB_TABLE = 'linkbacks_jobs';
export const HOST_TABLE = 'linkbacks_hosts';
export const KNOWN_TABLE = 'linkbacks_known';
export const LOOK_TABLE = 'linkbacks_looks';
export const LOCK_TABLE = 'linkbacks_locks';
export const MISSED_TABLE = 'linkbacks_missed';
export const TYPE_TABLE = 'linkbacks_types';
export const NOTICE_TABLE = 'linkbacks_notices';
export const SECRET_TABLE = 'linkbacks_secrets';
export const GRANT_TABLE = 'linkbacks_grants';
export const STATE_TABLE = 'linkbacks_state';
export const SENDER_TABLE = 'linkbacks_senders';
export const TOMBSTONE_TABLE = 'linkbacks_tombstones';

/** Rights of DESIGN §3.4, as the admin's permission engine names them. */
export const RIGHTS = {
  read: 'plugin::linkbacks.read',
  moderate: 'plugin::linkbacks.moderate',
  send: 'plugin::linkbacks.send',
  entrySettings: 'plugin::linkbacks.entry-settings',
  settingsRead: 'plugin::linkbacks.settings.read',
  settingsUpdate: 'plugin::linkbacks.settings.update',
} as const;

/** Events for webhooks and listeners. */
export const EVENTS = {
  received: 'linkback.received',
  approved: 'linkback.approved',
  removed: 'linkback.removed',
  pingSent: 'ping.sent',
  pingFailed: 'ping.failed',
} as const;
