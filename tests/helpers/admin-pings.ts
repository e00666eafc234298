import type { Ping } from '../../server/src/contracts/pings';
import { superAdminToken } from './admin';
import type { TestApp } from './strapi';

/** The delivery log as the admin shows it, oldest first. */
export interface PingLog {
  of(documentId: string): Promise<Ping[]>;
}

export const openPingLog = async (app: TestApp): Promise<PingLog> => {
  const authorization = await superAdminToken(app);
  const read = async (documentId: string, page: number): Promise<Ping[]> => {
    const { status, body, text } = await app.request
      .get('/linkbacks/pings')
      .query({ documentId, page, pageSize: 100 })
      .set('Authorization', authorization);
    if (status !== 200) throw new Error(`The list of pings was answered with ${status}: ${text}`);
    const rest = page < body.pagination.pageCount ? await read(documentId, page + 1) : [];
    return [...rest, ...(body.results as Ping[]).reverse()];
  };
  return { of: (documentId) => read(documentId, 1) };
};
