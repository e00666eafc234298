import type { Core } from '@strapi/strapi';
import type { SettingsTestRequest, SettingsTestResponse } from '../../contracts/settings';
import { sentenceOf, type Reason } from '../../core/reasons';
import { getLinkbacks, getService } from '../../get-service';
import { callHook, reasonOfHookFailure } from './hook-call';
import { canMail, sendMail } from './mail';

const TEST_MAIL = {
  subject: 'Linkbacks: a test',
  text: 'Somebody tried out the e-mail notices of the linkbacks in the Strapi admin. They work.\n',
};

/** Sends something harmless to where notices go, at once: somebody waits to see whether it comes. */
export const createTryOut = ({ strapi }: { strapi: Core.Strapi }) => {
  const notify = async () => (await getService(strapi, 'settings').get()).notify;

  const tryMail = async (): Promise<SettingsTestResponse> => {
    const { emails } = await notify();
    if (emails.length === 0) return failed({ code: 'trial.no-address' });
    if (!canMail(strapi)) return failed({ code: 'trial.no-provider' });
    const sent = await sendMail(strapi, { to: emails, ...TEST_MAIL });
    if (!sent.ok) return failed(sent.error);
    return worked({ code: 'trial.mail-sent', values: { addresses: emails.join(', ') } });
  };

  const tryHook = async (url: string): Promise<SettingsTestResponse> => {
    const hook = (await notify()).hooks.find((saved) => saved.url === url);
    if (!hook) return failed({ code: 'trial.no-hook' });
    const now = Math.floor(Date.now() / 1000);
    const called = await callHook(getLinkbacks(strapi).http, { hook, event: 'test', payload: {}, now });
    if (called.ok) return worked({ code: 'trial.hook-taken' });
    return failed({ code: 'trial.hook-failed', values: { why: reasonOfHookFailure(called.error) } });
  };

  return (request: SettingsTestRequest): Promise<SettingsTestResponse> =>
    request.kind === 'email' ? tryMail() : tryHook(request.url);
};

const answer = (ok: boolean, why: Reason): SettingsTestResponse => ({ ok, message: sentenceOf(why), why });
const worked = (why: Reason) => answer(true, why);
const failed = (why: Reason) => answer(false, why);
