import { describe, expect, it } from 'vitest';
import type { LinkedType } from '../../../server/src/config/content-types';
import { jobsOf } from '../../../server/src/middlewares/documents';

const type = (localized: boolean): LinkedType => ({
  uid: 'api::article.article',
  pluralName: 'articles',
  displayName: 'Article',
  localized,
  draftAndPublish: true,
  page: { kind: 'patterns', patterns: [] },
  titleField: null,
  excerptField: null,
  contentFields: null,
  liveCheck: true,
});

const written = {
  documentId: 'a1',
  entries: [
    { documentId: 'a1', locale: 'en' },
    { documentId: 'a1', locale: 'fr' },
  ],
};

describe('the jobs of a document action', () => {
  it('are one for each locale that was published', () => {
    const jobs = jobsOf(type(true), 'publish', written);
    expect(jobs.map((job) => job.kind === 'plan' && [job.ref.locale, job.action])).toEqual([
      ['en', 'publish'],
      ['fr', 'publish'],
    ]);
  });

  it('know no locale for types that are not localized', () => {
    expect(jobsOf(type(false), 'create', { documentId: 'a1', locale: null })).toEqual([
      { kind: 'plan', ref: { uid: 'api::article.article', documentId: 'a1', locale: '' }, action: 'publish' },
    ]);
  });

  it('say that an entry went away, once for draft and published row', () => {
    const both = { documentId: 'a1', entries: [{ locale: 'en' }, { locale: 'en' }] };
    expect(jobsOf(type(true), 'delete', both)).toMatchObject([{ action: 'remove', ref: { locale: 'en' } }]);
  });

  it('are none when nothing was written', () => {
    expect(jobsOf(type(true), 'publish', {})).toEqual([]);
  });
});
