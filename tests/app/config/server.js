'use strict';

module.exports = () => ({
  host: process.env.HOST ?? '127.0.0.1',
  port: Number(process.env.PORT ?? 0),
  url: process.env.LINKBACKS_TEST_SERVER_URL ?? '',
  ...(process.env.LINKBACKS_TEST_PROXY ? { proxy: JSON.parse(process.env.LINKBACKS_TEST_PROXY) } : {}),
  app: { keys: ['test-key-one', 'test-key-two'] },
  logger: { updates: { enabled: false }, startup: { enabled: false } },
});
