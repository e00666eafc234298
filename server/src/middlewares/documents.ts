import type { Core, Modules } from '@strapi/strapi';
import type { JobPayload } from '../adapters/jobs';
import type { LinkedType } from '../config/content-types';
import { getLinkbacks, getService } from '../get-service';
import { adoptNewEntry, contentManagerUser } from '../services/new-entry';
import { logLine } from '../log-line';

type Context = Modules.Documents.Middleware.Context;
type Next = () => Promise<unknown>;

/** What a document action returned, as far as we look at it. */
interface Written {
  documentId?: unknown;
  locale?: unknown;
  entries?: unknown;
}

const ACTIONS = new Set(['publish', 'create', 'update', 'unpublish', 'delete']);

/**
 * Leaves a job in the transaction of every write that changes what is published (STRAPI.md, Publish), and gives a new
 * entry the settings that were chosen before its first save.
 *
 * Registered in `bootstrap`, after the project's own middlewares of `register`, and once more, as the last,
 * when the server listens: inside our transaction a raw query of an outer middleware would wait for the only
 * connection of SQLite's pool.
 */
export const watchDocuments = (strapi: Core.Strapi): void => {
  let generation = 0;
  const register = () => {
    const mine = ++generation;
    const watch = (context: Context, next: Next) =>
      mine === generation ? outboxed(strapi, context, next) : next();
    strapi.documents.use(watch as Modules.Documents.Middleware.Middleware);
  };
  register();
  strapi.server.httpServer.once('listening', register);
};

const outboxed = async (strapi: Core.Strapi, context: Context, next: Next): Promise<unknown> => {
  const type = getLinkbacks(strapi).entries.typeOf(context.uid);
  if (!type) return next();
  const publishes = changesPublished(type, context);
  const author = context.action === 'create' ? contentManagerUser(strapi) : null;
  if (!publishes && author === null) return next();

  return strapi.db.transaction(async (transaction) => {
    const { documentId } = context.params as { documentId?: unknown };
    if (publishes && typeof documentId === 'string') {
      await getService(strapi, 'first-run').beforeWrite(transaction, context.uid, documentId);
    }
    const written = await next();
    if (author !== null) await adoptNewEntry(strapi, transaction, { type, author, written });
    if (publishes) {
      getService(strapi, 'outbox').leave(transaction, safeJobs(strapi, type, context, written));
    }
    return written;
  });
};

const changesPublished = (type: LinkedType, { action, params }: Context): boolean => {
  if (!ACTIONS.has(action)) return false;
  const isSave = action === 'create' || action === 'update';
  if (!isSave || !type.draftAndPublish) return true;
  return (params as { status?: unknown } | undefined)?.status === 'published';
};

/** A bug of ours must not fail the user's write. */
const safeJobs = (
  strapi: Core.Strapi,
  type: LinkedType,
  context: Context,
  written: unknown
): JobPayload[] => {
  try {
    return jobsOf(type, context.action, (written ?? {}) as Written);
  } catch (error) {
    strapi.log.error(logLine(String(error)));
    return [];
  }
};

/** One job for each entry (document and locale) that the action wrote. */
export const jobsOf = (type: LinkedType, action: string, written: Written): JobPayload[] => {
  const rows: Written[] = Array.isArray(written.entries) ? written.entries : [written];
  const removes = action === 'unpublish' || action === 'delete';
  const locales = rows.map((row) => (type.localized ? String(row.locale ?? '') : ''));
  const documentId = String(written.documentId ?? rows[0]?.documentId ?? '');
  if (!documentId) return [];
  return [...new Set(locales)].map((locale) => ({
    kind: 'plan',
    ref: { uid: type.uid, documentId, locale },
    action: removes ? 'remove' : 'publish',
  }));
};
