import type { Core } from '@strapi/strapi';
import { endingsOf } from './endings';

/**
 * Lets what is in the air come to its end, a few seconds at most; what does not is taken over after its lease. Never throws
 * and starts nothing, whatever ran before it.
 */
export const destroy = ({ strapi }: { strapi: Core.Strapi }): Promise<void> => endingsOf(strapi).run();
