import type { Settings, SettingsResponse, SettingsUpdate } from '../../../../server/src/contracts';
import type { Message } from '../../text';
import { emailsProblem, fromNoticesForm, hookProblem, toNoticesForm, type NoticesForm } from './form-notices';
import { linesOf } from './lines';

/** The settings as the form holds them: lists as text, one a line; the number absent while the field is empty. */
export interface SettingsForm {
  receive: Omit<Settings['receive'], 'closeAfterDays'> & { closeAfterDays: number | undefined };
  send: Settings['send'];
  moderation: {
    policy: Settings['moderation']['policy'];
    trustedHosts: string;
    blockedHosts: string;
    blockedWords: string;
    maxLinks: number | undefined;
  };
  notify: NoticesForm;
}

/** The fields of the form that can be wrong. */
export type ListField = 'trustedHosts' | 'blockedHosts' | 'blockedWords';
type NumberProblem = 'closeAfterDays' | 'maxLinks';
export type Problems = Partial<Record<ListField | NumberProblem | 'emails' | 'hooks', Message>>;

const MOST_LINES = 1_000;
const LONGEST_WORD = 200;
const LONGEST_CLOSE_AFTER = 36_500;
const MOST_LINKS = 10_000;
const HOST = /^([\p{L}\p{N}.-]{1,253}|\[[\da-fA-F:.]{2,45}\])(\/[^\s#]{1,2048})?$/u;

export const toForm = ({
  receive,
  send,
  moderation,
  notify,
}: Pick<SettingsResponse, keyof Settings>): SettingsForm => ({
  receive,
  send,
  moderation: {
    policy: moderation.policy,
    trustedHosts: moderation.trustedHosts.join('\n'),
    blockedHosts: moderation.blockedHosts.join('\n'),
    blockedWords: moderation.blockedWords.join('\n'),
    maxLinks: moderation.maxLinks,
  },
  notify: toNoticesForm(notify),
});

const cut = (line: string): string => (line.length > 60 ? `${line.slice(0, 60)}…` : line);

const tooMany = (lines: string[]): Message | null =>
  lines.length > MOST_LINES ? { key: 'settings.error.lines', values: { most: MOST_LINES } } : null;

const hostProblem = (text: string): Message | null => {
  const lines = linesOf(text);
  const bad = lines.find((line) => !HOST.test(line));
  return bad ? { key: 'settings.error.host', values: { line: cut(bad) } } : tooMany(lines);
};

const wordProblem = (text: string): Message | null => {
  const lines = linesOf(text);
  const bad = lines.find((line) => line.length > LONGEST_WORD);
  return bad
    ? { key: 'settings.error.word', values: { line: cut(bad), most: LONGEST_WORD } }
    : tooMany(lines);
};

const numberProblem = (number: number | undefined, most: number): Message | null =>
  number !== undefined && Number.isInteger(number) && number >= 0 && number <= most
    ? null
    : { key: 'settings.error.number', values: { most } };

/** What the server would refuse, by field; empty when the form can be saved. */
export const problemsOf = ({ receive, moderation, notify }: SettingsForm): Problems => {
  const found = {
    closeAfterDays: numberProblem(receive.closeAfterDays, LONGEST_CLOSE_AFTER),
    trustedHosts: hostProblem(moderation.trustedHosts),
    blockedHosts: hostProblem(moderation.blockedHosts),
    blockedWords: wordProblem(moderation.blockedWords),
    maxLinks: numberProblem(moderation.maxLinks, MOST_LINKS),
    emails: emailsProblem(notify.emails),
    hooks: notify.hooks.map((_hook, index) => hookProblem(notify.hooks, index)).find(Boolean) ?? null,
  };
  return Object.fromEntries(Object.entries(found).filter(([, problem]) => problem !== null));
};

/** The settings that a form without problems stands for. */
const fromForm = ({ receive, send, moderation, notify }: SettingsForm) => ({
  receive: { ...receive, closeAfterDays: receive.closeAfterDays ?? 0 },
  send,
  moderation: {
    policy: moderation.policy,
    trustedHosts: linesOf(moderation.trustedHosts),
    blockedHosts: linesOf(moderation.blockedHosts),
    blockedWords: linesOf(moderation.blockedWords),
    maxLinks: moderation.maxLinks ?? 0,
  },
  notify: fromNoticesForm(notify),
});

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const changedKeys = <Section extends object>(saved: Section, wanted: Section): Partial<Section> =>
  Object.fromEntries(
    Object.entries(wanted).filter(([key, value]) => !same(value, saved[key as keyof Section]))
  ) as Partial<Section>;

/**
 * What a form without problems changes in the settings that it was filled with, and nothing else: what others changed
 * meanwhile (a moderator who blocks a site in the inbox) stays.
 */
export const changesOf = (saved: SettingsForm, form: SettingsForm): SettingsUpdate => {
  const before = fromForm(saved);
  const wanted = fromForm(form);
  return {
    receive: changedKeys(before.receive, wanted.receive),
    send: changedKeys(before.send, wanted.send),
    moderation: changedKeys(before.moderation, wanted.moderation),
    notify: changedKeys(before.notify, wanted.notify),
  };
};
