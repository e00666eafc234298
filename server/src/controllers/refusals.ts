import { errors } from '@strapi/utils';
import { sentenceOf, type Reason } from '../core/reasons';

/** HTTP 400; the admin finds in `details` what it says in its own language. */
export const invalid = (why: Reason) => new errors.ValidationError(sentenceOf(why), { why });

/** HTTP 404, likewise. */
export const missing = (why: Reason) => new errors.NotFoundError(sentenceOf(why), { why });
