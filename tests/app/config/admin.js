'use strict';

module.exports = () => ({
  serveAdminPanel: false,
  autoOpen: false,
  auth: { secret: 'test-admin-secret' },
  apiToken: { salt: 'test-api-token-salt' },
  transfer: { token: { salt: 'test-transfer-token-salt' } },
  secrets: { encryptionKey: 'test-encryption-key-0123456789ab' },
  // Tests log in many times a minute, and none tests Strapi's own limiter.
  rateLimit: { enabled: false },
});
