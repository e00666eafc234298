/** What administrators are told: notices of the settings page, trials, and what went wrong. */
export const SETTINGS_SENTENCES = {
  'sending.off':
    'Nothing is sent from this environment: pings go out in production only, unless `send.enabled` says otherwise.',
  'sending.elsewhere':
    'Sending is paused: this database was used under {confirmed}, and this Strapi is {present}. If this is a copy, leave it so; if the project has moved, confirm the new address in the settings of the linkbacks.',

  'notice.endpoints':
    "Other sites cannot reach {url}: set `server.url` or the plugin's `publicUrl`. Until then no endpoint is advertised.",
  'notice.proxy':
    'Senders can make up their address and so pass the limits of received pings: `server.proxy.koa` is on without `server.proxy.maxIpsCount`, the number of proxies before this Strapi.',
  'notice.proxy-untrusted':
    'Requests come through a proxy that Strapi does not trust, so received pings cannot be limited by the address of their sender. Set `server.proxy.koa`, and `server.proxy.maxIpsCount` to the number of proxies before this Strapi.',
  'notice.content-type': '{uid} takes no part, its pluginOptions.linkbacks is wrong: {why}',

  'trial.no-address': 'No e-mail address is saved.',
  'trial.no-provider': 'No e-mail provider is configured in this project.',
  'trial.mail-sent': 'Sent to {addresses}.',
  'trial.no-hook': 'This URL is not saved yet.',
  'trial.hook-taken': 'The URL was called and took it.',
  'trial.hook-failed': 'The call failed: {why}',
  'mail.failed': 'The e-mail was not sent: {why}',
  'mail.no-plugin': 'Strapi has no email plugin.',
  'mail.late': 'The mail server did not answer in time.',
  'hook.status': 'It answered with the status {status}.',

  'trouble.job': 'a {kind} job failed: {error}',
  'trouble.first-run': 'the links of older entries could not be read: {error}',
  'trouble.worker': 'the worker could not look for work: {error}',
  'trouble.hook': '{host} was not told: {why}',
  'trouble.given-up': '{why} It is given up.',
  'trouble.quarantine': 'a {kind} job ended two processes: it is left alone for an hour',
  'trouble.unread-entry': 'the links of {entry} took too long to read: its pings stay as they are',
  'trouble.notices': 'Notices were given up: telling them never came to an end.',

  /** As it was said: by another machine, or in English before sentences had codes. */
  words: '{words}',
} as const;
