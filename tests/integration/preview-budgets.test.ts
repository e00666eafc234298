import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { superAdminToken } from '../helpers/admin';
import { documents, linking } from '../helpers/entries';
import { sendPage, startPeer, type Peer } from '../helpers/http-peer';
import { ARTICLE, jobsOf } from '../helpers/receiving';
import { startStrapi, type TestApp } from '../helpers/strapi';

const A_MINUTE = 20;
const LINKS = 60;

let app: TestApp;
let peer: Peer;
let authorization: string;
let [open, most] = [0, 0];

beforeAll(async () => {
  peer = await startPeer(
    async (_request, response) => {
      most = Math.max(most, (open += 1));
      await new Promise((resolve) => setTimeout(resolve, 5));
      open -= 1;
      sendPage(response, '<p>nothing');
    },
    { address: '127.0.0.8' }
  );
  const fetches = { host: 4, domain: 4, perMinute: { host: A_MINUTE, domain: false, network: false } };
  app = await startStrapi({ listen: true, config: { receive: { fetches }, send: { perHost: 1 } } });
  authorization = await superAdminToken(app);
});
afterAll(async () => {
  await app?.stop();
  await peer?.stop();
});

describe('the preview of a draft with many links to one site', () => {
  it('asks it one page at a time, and so many in a minute', async () => {
    const body = linking(...Array.from({ length: LINKS }, (_, at) => `${peer.url}/${String(at)}`));
    const { documentId } = await documents(app, ARTICLE).create({ data: { title: 'x', slug: 'many', body } });
    const answer = await app.request
      .post(`/linkbacks/entries/${ARTICLE}/${documentId}/preview?locale=en`)
      .set('Authorization', authorization);
    expect(answer.body).toHaveLength(LINKS);

    // Those for which there is no room wait: none of them is running, and nothing more comes.
    await expect
      .poll(async () => {
        const jobs = await jobsOf(app, 'look');
        return { left: jobs.length, running: jobs.some(({ token }) => token !== null) };
      })
      .toEqual({ left: LINKS - A_MINUTE, running: false });
    expect(peer.requests).toHaveLength(A_MINUTE);
    expect(most).toBe(1);
    const { body: status } = await app.request.get('/linkbacks/status').set('Authorization', authorization);
    expect(status.limited).toMatchObject([{ kind: 'fetch', key: '127.0.0.8', result: 'delayed' }]);
  });
});
