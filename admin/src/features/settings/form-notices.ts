import type { SettingsResponse, SettingsUpdate } from '../../../../server/src/contracts';
import type { Message } from '../../text';
import { linesOf } from './lines';

/** A hook as the form holds it. `secret`: null, as it is stored for the URL; '' takes the stored one away. */
export interface HookForm {
  url: string;
  secret: string | null;
}

/** `emails`: one a line. */
export interface NoticesForm {
  emails: string;
  on: SettingsResponse['notify']['on'];
  hooks: HookForm[];
}

export const MOST_HOOKS = 20;
const EMAIL = /^[^\s@<>,;"]{1,64}@[^\s@<>,;"]{1,190}$/;

export const NEW_HOOK: HookForm = { url: '', secret: null };

export const toNoticesForm = ({ emails, on, hooks }: SettingsResponse['notify']): NoticesForm => ({
  emails: emails.join('\n'),
  on,
  hooks: hooks.map(({ url }) => ({ url, secret: null })),
});

/** Hooks without a URL were added and left empty: they are not saved. */
export const fromNoticesForm = ({
  emails,
  on,
  hooks,
}: NoticesForm): Required<NonNullable<SettingsUpdate['notify']>> => ({
  emails: linesOf(emails),
  on,
  hooks: hooks
    .filter(({ url }) => url.trim() !== '')
    .map(({ url, secret }) => ({ url: url.trim(), ...(secret === null ? {} : { secret }) })),
});

export const emailsProblem = (text: string): Message | null => {
  const lines = linesOf(text);
  const bad = lines.find((line) => !EMAIL.test(line));
  if (bad) return { key: 'settings.error.email', values: { line: bad.slice(0, 60) } };
  return lines.length > MOST_HOOKS ? { key: 'settings.error.lines', values: { most: MOST_HOOKS } } : null;
};

const isHttpUrl = (url: string): boolean => {
  try {
    return /^https?:$/.test(new URL(url).protocol);
  } catch {
    return false;
  }
};

/** What is wrong with the URL of one hook among all. */
export const hookProblem = (hooks: readonly HookForm[], index: number): Message | null => {
  const hook = hooks[index];
  const url = hook?.url.trim() ?? '';
  if (url === '' && !hook?.secret) return null;
  if (!isHttpUrl(url)) return { key: 'settings.error.url' };
  const isTwice = hooks.slice(0, index).some((other) => other.url.trim() === url);
  return isTwice ? { key: 'settings.error.twice' } : null;
};

/** Whether the hook stands as it was saved: only then it can be tried out. */
export const isSaved = (hook: HookForm, saved: SettingsResponse['notify']['hooks']): boolean =>
  hook.secret === null && saved.some(({ url }) => url === hook.url.trim());

/** Whether a secret is stored for the URL as it stands: one with another URL goes without until a secret is typed. */
export const hasSecret = ({ url }: HookForm, saved: SettingsResponse['notify']['hooks']): boolean =>
  saved.some((stored) => stored.hasSecret && stored.url === url.trim());
