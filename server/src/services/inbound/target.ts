import type { Core } from '@strapi/strapi';
import type { Resolution } from '../../adapters/url-resolver';
import type { Refusal } from '../../core/faults';
import { err, ok, type Result } from '../../core/result';
import { getLinkbacks, getService } from '../../get-service';
import { readNamedEntry } from '../named-entry';
import type { InboundTarget, OpenTarget } from './types';

/** Maps a target back to its published entry, and asks whether that takes pings. */
export const findOpenTarget = async (
  strapi: Core.Strapi,
  target: InboundTarget
): Promise<Result<OpenTarget, Refusal>> => {
  const resolution = await resolve(strapi, target);
  if (resolution.kind === 'not-ours') return err({ kind: 'target-closed' });
  if (resolution.kind === 'unpublished') return err({ kind: 'target-unknown' });

  const { entry } = resolution;
  const url = target.kind === 'url' ? target.url : entry.url;
  const isOpen = url !== null && (await getService(strapi, 'entry-settings').isOpen(entry));
  return isOpen ? ok({ entry, url }) : err({ kind: 'target-closed' });
};

const resolve = async (strapi: Core.Strapi, target: InboundTarget): Promise<Resolution> => {
  if (target.kind === 'url') return getLinkbacks(strapi).entries.resolveUrl(target.url);
  const entry = await readNamedEntry(strapi, target);
  return entry ? { kind: 'entry', entry } : { kind: 'unpublished' };
};
