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

/** @returns the actions of a tab, for one row as for many. */
export const actionsOf = (tab: Tab): Actions => ACTIONS[tab];

/** @returns the actions for one linkback; a proposal of an approved one is decided like a pending one. */
export const actionsFor = ({ status, proposed }: Pick<Linkback, 'status' | 'proposed'>): Actions =>
  status === 'approved' && proposed
    ? { main: ['approve', 'refuse-update', 'spam', 'trash'], more: ['unapprove', ...ACTIONS.approved.more] }
    : ACTIONS[status];

/** Whether an action cannot be undone, so that it asks first. */
export const asksFirst = (action: OfferedAction): boolean => action === 'delete';
