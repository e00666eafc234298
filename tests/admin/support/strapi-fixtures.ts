/** What Strapi's test providers import from packages that are not published, or not needed here. */
export const fixtures = { permissions: { app: {}, allPermissions: [] } };
const handler = () => undefined;
export const http = { get: handler, post: handler, put: handler, delete: handler };
export const HttpResponse = handler;
export const setupServer = handler;
