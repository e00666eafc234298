import type { Core } from '@strapi/strapi';
import { cutText } from '../../core/html/text';
import { inWords, type Reason } from '../../core/reasons';
import { err, ok, type Result } from '../../core/result';

/** A message in plain text. */
export interface Mail {
  readonly to: readonly string[];
  /** Our own words only: nothing that a stranger wrote. */
  readonly subject: string;
  readonly text: string;
}

/** Strapi's email plugin, as far as we use it. */
interface EmailService {
  getProviderSettings(): { provider?: unknown } | undefined;
  send(mail: { to: string; subject: string; text: string; html?: string }): Promise<unknown>;
}

/** Strapi's default, which talks to no server of the project's and mostly delivers nothing. */
const DEFAULT_PROVIDER = 'sendmail';
/** Strapi's provider of this name sends the text as HTML, too, unless it is given some. */
const COPIES_TEXT = 'nodemailer';
/** Milliseconds that a provider gets, far less than a lease of the queue lasts. */
const PATIENCE = 10_000;
/** Code points of a provider's complaint that are kept: its first line. */
const LONGEST = 300;

const emailOf = (strapi: Core.Strapi): EmailService | null =>
  (strapi.plugins['email']?.service('email') as EmailService | undefined) ?? null;

const providerOf = (strapi: Core.Strapi): unknown => emailOf(strapi)?.getProviderSettings()?.provider;

/** Whether the project chose a provider. */
export const canMail = (strapi: Core.Strapi): boolean => {
  const provider = providerOf(strapi);
  return typeof provider === 'string' && provider !== DEFAULT_PROVIDER;
};

/** Hands a message to the project's provider; the error is `mail.failed`, mostly with the provider's own words. */
export const sendMail = async (strapi: Core.Strapi, mail: Mail): Promise<Result<void, Reason>> => {
  const email = emailOf(strapi);
  if (!email) return failed({ code: 'mail.no-plugin' });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TooLate()), PATIENCE);
  });
  try {
    const { to, subject, text } = mail;
    const html = providerOf(strapi) === COPIES_TEXT ? { html: '' } : {};
    await Promise.race([email.send({ to: to.join(', '), subject, text, ...html }), late]);
    return ok(undefined);
  } catch (error) {
    if (error instanceof TooLate) return failed({ code: 'mail.late' });
    const words = error instanceof Error ? error.message : String(error);
    return failed(inWords(cutText(words.split('\n')[0] ?? '', LONGEST)));
  } finally {
    clearTimeout(timer);
  }
};

class TooLate extends Error {}

const failed = (why: Reason) => err<Reason>({ code: 'mail.failed', values: { why } });
