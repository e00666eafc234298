import type { Core } from '@strapi/strapi';
import type { Resolution } from '../../adapters/url-resolver';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { getLinkbacks, getService } from '../../get-service';
import { readNamedEntry } from '../named-entry';
import type { InboundTarget, OpenTarget } from './types';

/** Maps a target back to its published entry, and asks whether that takes pings. */
export const findTarget = async (
  strapi: Core.Strapi,
  target: InboundTarget
): Promise<Result<{ target: OpenTarget; isOpen: boolean }, Refusal>> => {
  const resolution = await resolve(strapi, target);
  if (resolution.kind === 'not-ours') return err({ kind: 'target-closed' });
  if (resolution.kind === 'unpublished') return err({ kind: 'target-unknown' });

  const { entry } = resolution;
  const { url } = entry;
  if (url === null) return err({ kind: 'target-closed' });
  const written = target.kind === 'url' ? target.url : null;
  return ok({
    target: { entry, url, written },
    isOpen: await getService(strapi, 'entry-settings').isOpen(entry),
  });
};

/** The published entry of a target, as long as it takes pings. */
export const findOpenTarget = async (
  strapi: Core.Strapi,
  target: InboundTarget
): Promise<Result<OpenTarget, Refusal>> => {
  const found = await findTarget(strapi, target);
  if (!found.ok) return found;
  return found.value.isOpen ? ok(found.value.target) : err({ kind: 'target-closed' });
};

const resolve = async (strapi: Core.Strapi, target: InboundTarget): Promise<Resolution> => {
  if (target.kind === 'url') return getLinkbacks(strapi).entries.resolveTarget(target.url);
  const entry = await readNamedEntry(strapi, target);
  return entry ? { kind: 'entry', entry } : { kind: 'unpublished' };
};
