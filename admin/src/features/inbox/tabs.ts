import type { Linkback, LinkbackAction, LinkbackStatus } from '../../../../server/src/contracts';

/** The tabs of the inbox, in their order. */
export const TABS = [
  'pending',
  'approved',
  'spam',
  'trash',
  'gone',
] as const satisfies readonly LinkbackStatus[];
export type Tab = (typeof TABS)[number];

export const isTab = (value: unknown): value is Tab => TABS.some((tab) => tab === value);

/** What a moderator is offered; the others only take something back. */
export type OfferedAction = Exclude<LinkbackAction, 'untrust-host' | 'unblock-host' | 'reopen-update'>;

/** What is likely as buttons, the rest in a menu. */
export interface Actions {
  readonly main: readonly OfferedAction[];
  readonly more: readonly OfferedAction[];
}

const ACTIONS: Record<LinkbackStatus, Actions> = {
  pending: { main: ['approve', 'spam', 'trash'], more: ['verify', 'trust-host', 'block-host'] },
  approved: { main: ['unapprove', 'spam', 'trash'], more: ['verify', 'trust-host', 'block-host'] },
  spam: { main: ['restore', 'delete'], more: ['verify', 'trash', 'block-host'] },
  trash: { main: ['restore', 'delete'], more: ['verify', 'spam', 'block-host'] },
  gone: { main: ['verify', 'delete'], more: ['trash', 'spam', 'block-host'] },
};

/** As much of a linkback as says what can be done to it. */
type Subject = Pick<Linkback, 'status' | 'proposed'>;

/** Returns whether visitors see a linkback already, and an update of it waits for a decision. */
export const isUpdate = ({ status, proposed }: Subject): boolean =>
  status === 'approved' && proposed !== null;

/** The decisions about an update, which stand beside what they publish or refuse. */
export const UPDATE_ACTIONS = ['approve', 'refuse-update'] as const satisfies readonly OfferedAction[];
export const isUpdateAction = (action: OfferedAction): boolean =>
  UPDATE_ACTIONS.some((one) => one === action);

/** Returns the actions of a tab. */
export const actionsOf = (tab: Tab): Actions => ACTIONS[tab];

/** Returns the actions for one linkback. */
export const actionsFor = (linkback: Subject): Actions =>
  isUpdate(linkback)
    ? { main: [...UPDATE_ACTIONS, 'spam', 'trash'], more: ['unapprove', ...ACTIONS.approved.more] }
    : ACTIONS[linkback.status];

/** Actions that would publish an update, where there is one. */
const PUBLISHING: readonly OfferedAction[] = ['approve', 'trust-host'];

/** Returns those of many that an action is done to: nobody publishes updates by the dozen, each is reviewed in its row. */
export const subjectsOf = <One extends Subject>(action: OfferedAction, many: readonly One[]): One[] =>
  many.filter((one) => !(PUBLISHING.includes(action) && isUpdate(one)));

/** Returns the actions of a tab that can be done to at least one of the selected linkbacks. */
export const actionsOnMany = (tab: Tab, selected: readonly Subject[]): Actions => {
  const { main, more } = ACTIONS[tab];
  const fits = (action: OfferedAction): boolean => subjectsOf(action, selected).length > 0;
  return { main: main.filter(fits), more: more.filter(fits) };
};

/** Whether an action cannot be undone, so that it asks first. */
export const asksFirst = (action: OfferedAction): boolean => action === 'delete';
