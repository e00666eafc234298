/** GET /linkbacks/types: what the lists of the admin can be filtered by. For everybody who may log in. */
export interface TypesResponse {
  /** The content types that take part. */
  contentTypes: { uid: string; displayName: string }[];
  /** Codes of the project's locales; empty without internationalization. */
  locales: string[];
}
