/** The two files of xmlrpc 1.3.2 that we use; the package brings no types. */
declare module 'xmlrpc/lib/serializer.js' {
  type Value = string | number | boolean | Value[] | { [name: string]: Value };
  const serializer: {
    /** Throws on characters that XML does not know. */
    serializeMethodCall(method: string, params: Value[], encoding?: string): string;
    serializeMethodResponse(value: Value): string;
    serializeFault(fault: { faultCode: number; faultString: string }): string;
  };
  export = serializer;
}

declare module 'xmlrpc/lib/deserializer.js' {
  /** The part of a Readable that it calls. */
  interface TextSource {
    setEncoding(encoding: string): void;
    on(event: 'error', listener: (error: unknown) => void): void;
    pipe(parser: { end(text: string): unknown }): void;
  }
  class Deserializer {
    constructor(encoding?: string);
    deserializeMethodCall(
      source: TextSource,
      callback: (error: unknown, method?: string, params?: unknown[]) => void
    ): void;
    /** A fault arrives as an error with `faultCode` and `faultString`. */
    deserializeMethodResponse(source: TextSource, callback: (error: unknown, value?: unknown) => void): void;
  }
  export = Deserializer;
}
