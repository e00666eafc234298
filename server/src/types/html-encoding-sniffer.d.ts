declare module 'html-encoding-sniffer' {
  /** The WHATWG encoding sniffing algorithm: a byte order mark, the transport's label, then a `<meta>` of the first kilobyte. */
  function sniffEncoding(
    bytes: Uint8Array,
    options?: { transportLayerEncodingLabel?: string | undefined; defaultEncoding?: string }
  ): string;
  export = sniffEncoding;
}
