import type { Context } from 'koa';
import { sentenceOf, type Reason } from '../core/reasons';

type Kind = 'bad-request' | 'forbidden' | 'not-found';

/**
 * A request that is refused. Thrown by what reads requests, answered by {@link answering}. A class of ours: where npm
 * resolves a second copy of `@strapi/utils`, Strapi does not know the errors of that copy and answers HTTP 500.
 */
export class Refused extends Error {
  constructor(
    readonly kind: Kind,
    message?: string,
    readonly details: object = {}
  ) {
    super(message);
    this.name = 'Refused';
  }
}

/** HTTP 400; the admin finds in `details` what it says in its own language. */
export const invalid = (why: Reason): Refused => new Refused('bad-request', sentenceOf(why), { why });

/** HTTP 404, likewise. */
export const missing = (why: Reason): Refused => new Refused('not-found', sentenceOf(why), { why });

/** Runs `work` and answers the request where that was refused, as Strapi words it. Other errors are Strapi's. */
export const answering = async (ctx: Context, work: () => unknown): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    answerWith(ctx, error);
  }
};

/** Answers that Strapi adds to Koa's context; its types are not Koa's. */
interface Answers {
  badRequest(message?: string, details?: object): void;
  forbidden(message?: string, details?: object): void;
  notFound(message?: string, details?: object): void;
}

const answerWith = (ctx: Context, { kind, message, details }: Refused): void => {
  const answers = ctx as unknown as Answers;
  switch (kind) {
    case 'bad-request':
      return answers.badRequest(message || undefined, details);
    case 'forbidden':
      return answers.forbidden(message || undefined, details);
    case 'not-found':
      return answers.notFound(message || undefined, details);
  }
};

type Action = (ctx: Context) => unknown;

/** Wraps a controller so that each of its actions answers what it refuses. */
export const refusing =
  <Dependencies, Controller extends Readonly<Record<string, Action>>>(
    create: (dependencies: Dependencies) => Controller
  ) =>
  (dependencies: Dependencies): Record<keyof Controller, (ctx: Context) => Promise<void>> => {
    const actions = Object.entries(create(dependencies)).map(([name, action]) => [
      name,
      (ctx: Context): Promise<void> => answering(ctx, () => action(ctx)),
    ]);
    return Object.fromEntries(actions) as Record<keyof Controller, (ctx: Context) => Promise<void>>;
  };
