import { adminRoutes } from './admin';
import { publicRoutes } from './public';

export default { 'content-api': publicRoutes, admin: adminRoutes };
