import type { Core } from '@strapi/strapi';
import type { Context } from 'koa';
import { clientOf } from '../../adapters/client';
import { describeError } from '../../core/describe-error';
import { pingbackFault, type Refusal } from '../../core/faults';
import {
  decodeXmlBody,
  parseMethodCall,
  serializeFault,
  serializeValue,
  type MethodCall,
  type XmlRpcValue,
} from '../../core/pingback/wire';
import { err, ok, type Result } from '../../core/result';
import { parseHttpUrl } from '../../core/url/normalise';
import { getLinkbacks, getService } from '../../get-service';
import { readRawBody, type RawBody } from '../../middlewares/raw-body';
import { answerBodyFailure, answerXml, senderOf } from './answers';
import { logLine } from '../../log-line';

type Answer = Result<XmlRpcValue, Refusal>;
type Method = (params: readonly unknown[], ctx: Context) => Promise<Answer>;

/** What we speak, as `system.getCapabilities` names it. */
const CAPABILITIES: XmlRpcValue = {
  xmlrpc: { specUrl: 'http://www.xmlrpc.com/spec', specVersion: 1 },
  faults_interop: {
    specUrl: 'http://xmlrpc-epi.sourceforge.net/specs/rfc.fault_codes.php',
    specVersion: 20_010_516,
  },
};

/** The pingback endpoint (Pingback 1.0, section 3). */
export const createXmlrpcController = ({ strapi }: { strapi: Core.Strapi }) => {
  const ping: Method = async (params, ctx) => {
    const [source, target] = params;
    if (params.length !== 2 || typeof source !== 'string' || typeof target !== 'string') {
      return err({ kind: 'parameters', detail: 'pingback.ping takes two strings, source and target.' });
    }
    const received = await getService(strapi, 'inbound').receive({
      protocol: 'pingback',
      source: source.trim(),
      target: { kind: 'url', url: target.trim() },
      ...senderOf(ctx),
    });
    return received.ok ? ok('Pingback accepted. Thank you.') : received;
  };

  /** Its own faults are 0, 32 and 33 (Pingback extensions; PROTOCOLS P8). */
  const getPingbacks: Method = async (params) => {
    const [target] = params;
    if (params.length !== 1 || typeof target !== 'string' || !parseHttpUrl(target.trim()).ok) {
      return err({ kind: 'parameters', detail: 'pingback.extensions.getPingbacks takes one URL.' });
    }
    const { config, entries } = getLinkbacks(strapi);
    // Here nobody shows a permission: what needs one is not given.
    if (config.api.auth) return err({ kind: 'target-closed' });
    const resolution = await entries.resolveTarget(target.trim());
    if (resolution.kind === 'not-ours') return err({ kind: 'target-closed' });
    if (resolution.kind === 'unpublished') return err({ kind: 'target-unknown' });
    return ok(await getService(strapi, 'public-linkbacks').sourcesOf(resolution.entry.ref));
  };

  /** A Map: names such as `constructor` are no methods. */
  const methods: ReadonlyMap<string, Method> = new Map<string, Method>([
    ['pingback.ping', ping],
    ['pingback.extensions.getPingbacks', getPingbacks],
    ['system.getCapabilities', async (): Promise<Answer> => ok(CAPABILITIES)],
    ['system.listMethods', async (): Promise<Answer> => ok([...methods.keys()])],
  ]);

  const call = async (ctx: Context, body: RawBody): Promise<Answer> => {
    const parsed = await readCall(body);
    if (!parsed) return err({ kind: 'malformed' });
    const method = methods.get(parsed.method);
    return method ? method(parsed.params, ctx) : err({ kind: 'method-unknown' });
  };

  const answerWith = (ctx: Context, answer: Answer): void => {
    if (answer.ok) answerXml(ctx, serializeValue(answer.value));
    else answerXml(ctx, serializeFault(pingbackFault(answer.error)), answer.error);
  };

  return {
    async call(ctx: Context): Promise<void> {
      const knocked = await getService(strapi, 'inbound').knock(clientOf(ctx));
      if (!knocked.ok) return answerWith(ctx, knocked);
      const body = await readRawBody(ctx);
      if (!body.ok) return answerBodyFailure(ctx, body.error);
      const answer = await call(ctx, body.value).catch((error: unknown): Answer => {
        strapi.log.error(logLine(`an XML-RPC call failed: ${describeError(error)}`));
        return err({ kind: 'internal' });
      });
      answerWith(ctx, answer);
    },
  };
};

const readCall = async ({ bytes, contentType }: RawBody): Promise<MethodCall | null> => {
  const xml = decodeXmlBody(bytes, contentType);
  const parsed = xml.ok ? await parseMethodCall(xml.value) : xml;
  return parsed.ok ? parsed.value : null;
};
