'use strict';

/**
 * The plugin's configuration: what the helper of the test that runs in this process gives, else the module
 * that LINKBACKS_TEST_CONFIG names (child processes). Either may hold functions.
 */
const given = () => {
  const here = globalThis[Symbol.for('linkbacks.test.config')];
  if (here) return here;
  const path = process.env.LINKBACKS_TEST_CONFIG;
  return path ? require(path) : { enabled: true, config: {} };
};

/** Strapi's email plugin, with the SMTP server of a test. */
const email = () => {
  const port = process.env.LINKBACKS_TEST_SMTP_PORT;
  if (!port) return {};
  const providerOptions = { host: '127.0.0.1', port: Number(port), ignoreTLS: true };
  const settings = { defaultFrom: 'cms@example.org', defaultReplyTo: 'cms@example.org' };
  return { email: { config: { provider: 'nodemailer', providerOptions, settings } } };
};

module.exports = () => ({
  linkbacks: given(),
  ...email(),
  ckeditor: { enabled: true, resolve: './src/plugins/ckeditor' },
});
