import { sentenceOf, type Reason } from '../core/reasons';
import { explain, inputReason, type Explanation } from './explain';
import { configSchema, type ParsedConfig } from './schema';

/** A configuration that cannot be used. The message names the key, what was found and what is allowed. */
export class ConfigError extends Error {
  override name = 'LinkbacksConfigError';

  /** Without the words that say whose configuration it is. */
  readonly why: Reason;

  constructor(explanation: Explanation) {
    const why = inputReason(explanation);
    super(`linkbacks config: ${sentenceOf(why)}`);
    this.why = why;
  }
}

/** A {@link ConfigError} about a value that has the right shape and still cannot be used. */
export const refuse = ({
  key,
  found,
  allowed,
}: {
  key: string;
  found: unknown;
  allowed: Reason;
}): ConfigError => new ConfigError({ key, value: found, allowed });

/** Checks the shape of the configuration and fills in the defaults. Throws {@link ConfigError}. */
export const parseConfig = (input: unknown): ParsedConfig => {
  const parsed = configSchema.safeParse(input ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(explain(parsed.error, { schema: configSchema, input, root: 'config' }));
};
