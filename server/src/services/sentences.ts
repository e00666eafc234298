/** Why nothing is sent, for editors and administrators alike. */
export const SENDING_OFF =
  'Nothing is sent from this environment: pings go out in production only, unless `send.enabled` says otherwise.';

/** The database knows another public URL than this Strapi has: a copy of it, or a project that moved. */
export const publicUrlChanged = (confirmed: string, present: string): string =>
  `Sending is paused: this database was used under ${confirmed}, and this Strapi is ${present}. If this is a copy, leave it so; if the project has moved, confirm the new address in the settings of the linkbacks.`;

export const SENDING_OFF_BY_DEFAULT = 'Sending pings is switched off by default.';
