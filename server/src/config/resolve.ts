import type { Core } from '@strapi/strapi';
import { PLUGIN_ID } from '../constants';
import { sentenceOf, type Reason } from '../core/reasons';
import { refuseClash, resolveContentType, resolveContentTypes, type LinkedType } from './content-types';
import { inputReason } from './explain';
import { ConfigError, parseConfig } from './parse';
import { configSchema, type ParsedConfig } from './schema';
import { logLine } from '../log-line';

/** The one configuration that everything reads: checked, complete and frozen. */
export interface LinkbacksConfig extends Readonly<Omit<ParsedConfig, 'contentTypes' | 'send'>> {
  readonly types: readonly LinkedType[];
  readonly send: Readonly<ParsedConfig['send'] & { enabled: boolean }>;
  /** Content types that were switched off because their own `pluginOptions.linkbacks` is wrong. */
  readonly notices: readonly Reason[];
}

/** Parses the project's configuration against its content types. Throws {@link ConfigError}. */
export const resolveConfig = (strapi: Core.Strapi): LinkbacksConfig => {
  const { contentTypes, ...rest } = parseConfig(strapi.config.get(`plugin::${PLUGIN_ID}`));
  const types = resolveContentTypes(contentTypes, { ...strapi.contentTypes });
  const notices = addTypesOfSchemas(types, strapi);
  const enabled = rest.send.enabled ?? process.env.NODE_ENV === 'production';
  return Object.freeze({
    ...rest,
    send: Object.freeze({ ...rest.send, enabled }),
    types: Object.freeze(types),
    notices: Object.freeze(notices),
  });
};

/**
 * Adds the types that opt in through their schema (`pluginOptions.linkbacks`). The config wins; a wrong
 * option switches its type off, no more: the Content-Type Builder must stay usable to mend it.
 */
const addTypesOfSchemas = (types: LinkedType[], strapi: Core.Strapi): Reason[] => {
  const notices: Reason[] = [];
  for (const [uid, schema] of Object.entries(strapi.contentTypes)) {
    const options = (schema.pluginOptions as Record<string, unknown> | undefined)?.[PLUGIN_ID];
    if (!isEnabled(options) || types.some((type) => type.uid === uid)) continue;
    try {
      const parsed = configSchema.shape.contentTypes.parse({ [uid]: { url: options.url } })[uid];
      if (!parsed) continue;
      const type = resolveContentType(uid, parsed, { ...strapi.contentTypes });
      types.forEach((other) => refuseClash(type, other));
      types.push(type);
    } catch (error) {
      notices.push(noticeOf(uid, options.url, error));
    }
  }
  notices.forEach((notice) => strapi.log.warn(logLine(sentenceOf(notice))));
  return notices;
};

const isEnabled = (options: unknown): options is { enabled: true; url?: unknown } =>
  typeof options === 'object' && options !== null && 'enabled' in options && options.enabled === true;

const noticeOf = (uid: string, url: unknown, error: unknown): Reason => {
  const why =
    error instanceof ConfigError
      ? error.why
      : inputReason({ key: 'url', value: url, allowed: { code: 'allowed.pattern' } });
  return { code: 'notice.content-type', values: { uid, why } };
};
