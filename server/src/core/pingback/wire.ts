import serializer from 'xmlrpc/lib/serializer.js';
import { err, ok, type Result } from '../result';
import { escapeXml } from '../xml/chars';
import { isShallow, repairAmpersands } from '../xml/tokens';
import { isMethodCall } from './call-grammar';
import { deserializeCall, deserializeResponse } from './deserialize';
import { readLooseResponse, type MethodResponse } from './loose-response';

export { decodeXmlBody } from '../xml/body';
export type { MethodResponse } from './loose-response';

export interface MethodCall {
  readonly method: string;
  /** Values of any XML-RPC type. Nothing but strings is of use to us: check each before reading it. */
  readonly params: readonly unknown[];
}

/** What an XML-RPC answer can carry. */
export type XmlRpcValue = string | number | boolean | XmlRpcValue[] | { [name: string]: XmlRpcValue };

/**
 * Reads an XML-RPC call (http://xmlrpc.com/spec.md). A raw `&` is taken for itself; anything else that is not exactly
 * one call is refused: nothing is guessed on the receiving side. The caller caps the size.
 */
export const parseMethodCall = async (xml: string): Promise<Result<MethodCall, 'malformed'>> => {
  if (!isMethodCall(xml)) return err('malformed');
  const read = deserializeCall(repairAmpersands(xml));
  const method = read.kind === 'call' ? read.method.trim() : '';
  if (read.kind !== 'call' || method === '') return err('malformed');
  return ok({ method, params: read.params });
};

/** What is read of an answer as XML-RPC; a larger one is only searched for its fault or its value. */
const MAX_RESPONSE = 65_536;
const SHALLOW = { tokens: 4_000, depth: 64 };
const FAILED = { kind: 'failed' } as const;

/**
 * Reads the answer to an XML-RPC call, with all that peers get wrong: warnings printed before it, a raw `&`, faults
 * without struct, untyped values (PROTOCOLS of real peers: WordPress and others). `text` and `message` are the peer's
 * and not yet plain text.
 */
export const parseMethodResponse = async (xml: string): Promise<Result<MethodResponse, 'unreadable'>> => {
  const response = cutOut(xml);
  if (response === null) return err('unreadable');

  const repaired = repairAmpersands(response);
  const isSmall = repaired.length <= MAX_RESPONSE && isShallow(repaired, SHALLOW);
  const read = isSmall ? deserializeResponse(repaired) : FAILED;
  if (read.kind === 'value') return ok({ kind: 'value', text: scalarText(read.value) });

  const code = read.kind === 'fault' ? faultCode(read.code) : null;
  if (read.kind === 'fault' && code !== null) {
    return ok({ kind: 'fault', code, message: scalarText(read.message) });
  }
  const loose = readLooseResponse(repaired);
  return loose === null ? err('unreadable') : ok(loose);
};

/** An XML-RPC call with string parameters only, as pingback.ping wants them. */
export const serializeMethodCall = (method: string, params: readonly string[]): string =>
  withTexts((numbered) => serializer.serializeMethodCall(method, params.map(numbered), 'UTF-8'));

/** The successful answer to an XML-RPC call. */
export const serializeValue = (value: XmlRpcValue): string =>
  withTexts((numbered) => serializer.serializeMethodResponse(mapTexts(value, numbered)));

/** The refusing answer to an XML-RPC call; goes out with HTTP 200. */
export const serializeFault = (fault: { readonly code: number; readonly message: string }): string =>
  withTexts((numbered) =>
    serializer.serializeFault({ faultCode: fault.code, faultString: numbered(fault.message) })
  );

/** From `<methodResponse` to its end: PHP prints its warnings around it. */
const cutOut = (xml: string): string | null => {
  const start = xml.search(/<methodResponse[\s>]/i);
  if (start === -1) return null;
  const end = [...xml.matchAll(/<\/methodResponse\s*>/gi)].at(-1);
  if (end === undefined || end.index < start) return xml.slice(start);
  return xml.slice(start, end.index + end[0].length);
};

const scalarText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';

const faultCode = (value: unknown): number | null => {
  const text = scalarText(value).trim();
  return /^-?\d+$/.test(text) ? Number(text) : null;
};

/**
 * The serializer breaks on texts with `]]>` in them, and wraps every `&` into CDATA, which peers that read calls with regular
 * expressions do not know: it writes numbers, in place of which the escaped texts are put.
 */
const withTexts = (write: (numbered: (text: string) => string) => string): string => {
  const texts: string[] = [];
  const xml = write((text) => `#${texts.push(escapeXml(text)) - 1}`);
  return xml.replace(/#(\d+)(?=<\/(?:string|name)>)/g, (_number, at: string) => texts[Number(at)] ?? '');
};

const mapTexts = (value: XmlRpcValue, map: (text: string) => string): XmlRpcValue => {
  if (typeof value === 'string') return map(value);
  if (typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map((member) => mapTexts(member, map));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [map(name), mapTexts(member, map)])
  );
};
