import type { Reason } from './reasons';

export type AllowPings = 'default' | 'open' | 'closed';
export type SendPings = 'default' | 'on' | 'off';

/** The per-entry toggles; PUT takes any subset. */
export interface EntrySettings {
  allowPings: AllowPings;
  sendPings: SendPings;
  /** Absolute http(s) URLs that get an explicit trackback on publish. */
  trackbackUrls: string[];
}

/** GET /linkbacks/entries/:uid/:documentId?locale= */
export interface EntrySettingsResponse extends EntrySettings {
  /** What the settings come to together with the global ones. */
  effective: {
    open: boolean;
    send: boolean;
    /**
     * Why nothing is sent although the editor may expect it: sending is off in this environment, or paused because the
     * public URL changed. null when sending is on.
     */
    sendBlocked: string | null;
    /** The same for machines. */
    sendBlockedWhy: Reason | null;
    /** What `default` comes to for this entry at present, its age counted. */
    defaults: { open: boolean; send: boolean };
  };
  /** The entry's public page; null when it is not published or its type has none. */
  url: string | null;
  /** The entry's own trackback URL; null when closed, not published or no public endpoint URL is known. */
  trackbackUrl: string | null;
  /** Whether the content manager lets this user update the entry, which changing its settings takes. */
  mayUpdate: boolean;
  /** What its page must carry to be found, ready to be copied; null when closed or without a page. */
  discovery: {
    /** For `<head>`. */
    html: string;
    /** As response headers. */
    headers: Record<string, string>;
    /** An HTML comment with TrackBack RDF, for `<body>`; null without trackbacks. */
    rdf: string | null;
  } | null;
  counts: {
    linkbacks: { pending: number; approved: number };
    pings: { sent: number; failed: number; open: number };
  };
}
