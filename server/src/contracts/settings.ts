import type { Reason } from './reasons';
import type { Protocol } from './words';

export type NotifyOn = 'none' | 'held' | 'all';
export type ModerationPolicy = 'hold' | 'hold-unknown' | 'approve';

/** The settings a moderator changes in the admin; PUT takes any subset. */
export interface Settings {
  receive: {
    /** Whether entries accept linkbacks by default. */
    open: boolean;
    protocols: Record<Protocol, boolean>;
    /** Days after first publication; 0: never closes. */
    closeAfterDays: number;
  };
  send: {
    /** Whether entries send pings by default. */
    on: boolean;
    protocols: Record<Protocol, boolean>;
  };
  moderation: {
    policy: ModerationPolicy;
    /**
     * Host names; each counts with its subdomains. On hosts of many users a user may be named: `medium.com/@jane`. To
     * trust such a host as a whole, or a public suffix such as `github.io`, trusts nobody.
     */
    trustedHosts: string[];
    blockedHosts: string[];
    blockedWords: string[];
    /** A source with more links to other sites is held; 0: as many as it likes. */
    maxLinks: number;
  };
  notify: {
    /** Who is told by e-mail; needs `email.configured`. */
    emails: string[];
    /** `held`: of linkbacks that wait for a decision. `all`: of those that are public at once, too. */
    on: NotifyOn;
    /** Called when a linkback is approved or removed (docs/notices.md). */
    hooks: Hook[];
  };
}

/** A hook without `secret` keeps the one that is stored for its URL; `''` removes it. It is never told. */
export interface Hook {
  url: string;
  /** Signs the calls. */
  secret?: string | undefined;
}

/** A hook as GET tells it. */
export interface HookResponse {
  url: string;
  hasSecret: boolean;
}

/**
 * `content-type`: wrong options of one. `endpoints`: nobody could reach ours. `proxy`: senders can make up their address, or all have that of a proxy. `sending-off`: this environment does not
 * send. `public-url-changed`: sending is paused until somebody confirms `presentUrl`.
 */
export type NoticeCode = 'content-type' | 'endpoints' | 'proxy' | 'sending-off' | 'public-url-changed';

/** GET /linkbacks/settings. PUT takes any subset of it. */
export interface SettingsResponse extends Omit<Settings, 'notify'> {
  notify: Omit<Settings['notify'], 'hooks'> & { hooks: HookResponse[] };
  /**
   * The public URL that this database sends under, without a slash at the end; null as long as nothing was sent. Nothing
   * is sent while it differs from `presentUrl` (a staging copy). PUT with the value of `presentUrl` confirms that the
   * database belongs here; PUT with the present value changes nothing; every other value is refused with 400.
   */
  publicUrl: string | null;
  /** The public URL of this Strapi as configured; PUT passes it over. */
  presentUrl: string;
  /** What the administrator should know. */
  notices: { code: NoticeCode; message: string; why: Reason }[];
  /** Whether Strapi's email plugin has a provider that delivers: any but `sendmail`, its default. */
  email: { configured: boolean };
  /** Whether Akismet is asked about what comes in; PUT passes it over. */
  akismet: boolean;
  /** The content types that take part, with their URL patterns. */
  contentTypes: {
    uid: string;
    displayName: string;
    url: string | Record<string, string> | null;
    /** The page of the entry that was published last; null as long as none has one. */
    example: { url: string; title: string } | null;
  }[];
}

/** What PUT answers to somebody who may not read the settings; to others what GET tells then. */
export interface SettingsSaved {
  ok: true;
}

/** What PUT takes beside a GET's answer given back. */
export type SettingsUpdate = { [Section in keyof Settings]?: Partial<Settings[Section]> } & {
  publicUrl?: string | null;
};

/** POST /linkbacks/settings/test: sends something harmless to where notices go. `url`: of a stored hook. */
export type SettingsTestRequest = { kind: 'email' } | { kind: 'hook'; url: string };
/** `message`: what came of it, as a sentence; `why`: the same for machines. */
export interface SettingsTestResponse {
  ok: boolean;
  message: string;
  why: Reason;
}
