import Deserializer from 'xmlrpc/lib/deserializer.js';

export type Deserialized =
  | { readonly kind: 'call'; readonly method: string; readonly params: readonly unknown[] }
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'fault'; readonly code: unknown; readonly message: unknown }
  | { readonly kind: 'failed' };

/**
 * The deserializer pipes a stream into its parser, where an exception (a fault without a value, a reference beyond
 * Unicode) is nobody's to catch and ends the process, and where a destroyed stream never calls back. Handing it the
 * whole text at once keeps everything in one call that we can guard.
 */
const wholeText = (xml: string) => ({
  setEncoding: () => undefined,
  on: () => undefined,
  pipe: (parser: { end(text: string): unknown }) => void parser.end(xml),
});

/** Reads a `methodCall`. Never throws. */
export const deserializeCall = (xml: string): Deserialized =>
  guarded((settle) => {
    new Deserializer('utf-8').deserializeMethodCall(wholeText(xml), (error, method, params) => {
      settle(
        error != null || method === undefined
          ? { kind: 'failed' }
          : { kind: 'call', method, params: params ?? [] }
      );
    });
  });

/** Reads a `methodResponse`; a fault's code and message are what the peer sent, of any type. Never throws. */
export const deserializeResponse = (xml: string): Deserialized =>
  guarded((settle) => {
    new Deserializer('utf-8').deserializeMethodResponse(wholeText(xml), (error, value) => {
      settle(error == null ? { kind: 'value', value } : faultOf(error));
    });
  });

const guarded = (run: (settle: (outcome: Deserialized) => void) => void): Deserialized => {
  let first: Deserialized | null = null;
  try {
    run((outcome) => {
      first ??= outcome;
    });
  } catch {
    return { kind: 'failed' };
  }
  return first ?? { kind: 'failed' };
};

/** The deserializer tells faults from its own errors by nothing but these properties. */
const faultOf = (error: unknown): Deserialized => {
  if (!(error instanceof Error) || !('faultCode' in error)) return { kind: 'failed' };
  return {
    kind: 'fault',
    code: error.faultCode,
    message: 'faultString' in error ? error.faultString : undefined,
  };
};
