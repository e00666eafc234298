import type { LinkbackType, Protocol } from './words';

/** One approved linkback, as front-ends render it (GET /api/linkbacks). */
export interface PublicLinkback {
  id: string;
  protocol: Protocol;
  type: LinkbackType;
  source: string;
  target: string;
  title: string | null;
  excerpt: string | null;
  siteName: string | null;
  author: { name: string | null; url: string | null; photo: string | null };
  published: string | null;
  received: string;
}

export interface PublicLinkbacksResponse {
  data: PublicLinkback[];
  meta: {
    pagination: { page: number; pageSize: number; pageCount: number; total: number };
    count: { total: number } & Record<Protocol, number>;
  };
}

/** GET /api/linkbacks/discovery; everything but `open` is null when closed. */
export interface DiscoveryResponse {
  data: {
    open: boolean | null;
    pingback: string | null;
    webmention: string | null;
    trackback: string | null;
    /** Ready for <head>. */
    html: string | null;
    /** Ready as response headers. */
    headers: Record<string, string> | null;
    /** An HTML comment with TrackBack RDF, ready for <body>. */
    rdf: string | null;
  };
}
