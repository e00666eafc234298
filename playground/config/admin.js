module.exports = ({ env }) => ({
  auth: { secret: env('ADMIN_JWT_SECRET') },
  apiToken: { salt: env('API_TOKEN_SALT') },
  transfer: { token: { salt: env('TRANSFER_TOKEN_SALT') } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY') },
  // The browser tests log in more often than people do.
  rateLimit: { enabled: !env.bool('LINKBACKS_DEMO_MANY_LOGINS', false) },
  // Nothing that asks the network for something.
  flags: { nps: false, promoteEE: false },
  ai: { enabled: false },
  autoOpen: false,
  preview: { enabled: false },
});
